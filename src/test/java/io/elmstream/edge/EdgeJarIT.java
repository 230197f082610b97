package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.SmallModel;
import io.elmstream.support.TableFeatures;
import io.elmstream.tables.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar alone, with the rows of the Shuttle test set, on runtimes with and without the vector module. */
class EdgeJarIT {

    private static final Path JAR = Path.of("target/elmstream-edge.jar").toAbsolutePath();
    private static final String VECTORS = "jdk.incubator.vector";

    @TempDir
    static Path folder;

    static Stream<List<String>> runtimes() throws Exception {
        Path image = folder.resolve("jre");
        tool("jlink", "--add-modules", "java.base", "--output", image.toString());
        String here = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(
                List.of(image.resolve("bin/java").toString(), "-cp", JAR.toString(), EdgeMain.class.getName()),
                List.of(here, "-jar", JAR.toString()),
                List.of(here, "--add-modules", VECTORS, "-jar", JAR.toString()));
    }

    @ParameterizedTest
    @MethodSource("runtimes")
    void shouldClassifyTheShuttleRows(List<String> command) throws Exception {
        // Given
        Path model = Files.write(folder.resolve("shuttle.elm"), SmallModel.artefact(1));
        EdgeClassifier expected = EdgeClassifier.load(model);
        Path input = folder.resolve("rows.csv");
        List<String> labels = new ArrayList<>();
        try (PrintWriter out = new PrintWriter(input.toFile(), UTF_8)) {
            out.println(String.join(",", expected.featureNames()));
            for (float[] row :
                    TableFeatures.of(Sample.SHUTTLE.table(), expected.featureNames(), Sample.SHUTTLE.testRows())) {
                out.println(IntStream.range(0, row.length)
                        .mapToObj(j -> Float.toString(row[j]))
                        .collect(Collectors.joining(",")));
                labels.add(expected.classify(row).label());
            }
        }

        // When
        Path output = folder.resolve("predictions.csv");
        Path errors = folder.resolve("errors.txt");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--model", model.toString()));
        int exit = new ProcessBuilder(words)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();

        // Then
        assertThat(exit).describedAs(Files.readString(errors)).isZero();
        assertThat(Files.readAllLines(output).stream().skip(1).map(line -> line.split(",")[1]))
                .hasSize(14_500)
                .isEqualTo(labels);
        assertThat(Files.readString(errors))
                .contains(command.contains(VECTORS) ? "by the module " + VECTORS : "plain Java");
    }

    @Test
    void shouldNeedNothingButTheJdksBase() throws Exception {
        // When
        String needs = tool("jdeps", "--add-modules", VECTORS, "-s", JAR.toString());

        // Then
        assertThat(needs.lines().map(line -> line.replaceFirst(".* -> ", "")))
                .containsOnly("java.base", VECTORS)
                .contains("java.base");
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(200_000);
    }

    private static String tool(String name, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int exit = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments);
        assertThat(exit).describedAs(said.toString()).isZero();
        return said.toString();
    }
}
