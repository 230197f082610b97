package io.elmstream.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles a header with gcc as its users do, and scores rows with the program. */
final class CCompiler {

    private static final List<String> FLAGS =
            List.of("-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wshadow", "-Wdouble-promotion");

    private final Path folder;
    private final List<String> machine;

    /**
     * Requires gcc, or skips the test.
     *
     * @param folder for source and program
     * @param machine flags that name a machine, such as -m32
     */
    CCompiler(Path folder, String... machine) throws Exception {
        this.folder = folder;
        this.machine = List.of(machine);
        Path probe =
                Files.writeString(folder.resolve("probe.c"), "#include <stdint.h>\nint main(void) { return 0; }\n");
        assumeTrue(
                runs(probe),
                "gcc " + String.join(" ", machine) + " is missing (Debian: apt-get install gcc gcc-multilib)");
    }

    private boolean runs(Path source) throws InterruptedException {
        try {
            return compile(source, folder.resolve("probe")).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private ProcessBuilder compile(Path source, Path program) {
        List<String> words = new ArrayList<>(List.of("gcc"));
        words.addAll(machine);
        words.addAll(FLAGS);
        words.addAll(List.of("-o", program.toString(), source.toString()));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gcc.txt").toFile());
    }

    private Path compiled(Path source) throws IOException, InterruptedException {
        Path program = folder.resolve("program");
        int exit = compile(source, program).start().waitFor();
        assertThat(exit)
                .describedAs(Files.readString(folder.resolve("gcc.txt")))
                .isZero();
        return program;
    }

    /** Compiles a program with a header that it includes, and returns what it prints. */
    String output(String program, String name, String header) throws Exception {
        Files.writeString(folder.resolve(name), header);
        Path compiled = compiled(Files.writeString(folder.resolve("program.c"), program));
        Process run = new ProcessBuilder(compiled.toString()).start();
        String printed = new String(run.getInputStream().readAllBytes(), UTF_8);
        assertThat(run.waitFor()).isZero();
        return printed;
    }

    /**
     * Compiles a header whose names start with model_, checks its golden rows, and scores rows.
     *
     * @param rows row-major
     * @return for each row the index of its label, then its probabilities
     */
    float[] score(String header, float[] rows) throws Exception {
        Files.writeString(folder.resolve("model.h"), header);
        try (InputStream in = CCompiler.class.getResourceAsStream("/export/score.c")) {
            Files.writeString(folder.resolve("score.c"), new String(in.readAllBytes(), UTF_8));
        }
        Path program = compiled(folder.resolve("score.c"));
        ByteBuffer in = ByteBuffer.allocate(rows.length * Float.BYTES).order(ByteOrder.nativeOrder());
        in.asFloatBuffer().put(rows);
        Path input = Files.write(folder.resolve("rows"), in.array());
        Path output = folder.resolve("scores");
        int exit = new ProcessBuilder(program.toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(exit)
                .describedAs("1 if the golden rows have other probabilities")
                .isZero();
        ByteBuffer out = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.nativeOrder());
        float[] scores = new float[out.remaining() / Float.BYTES];
        out.asFloatBuffer().get(scores);
        return scores;
    }
}
