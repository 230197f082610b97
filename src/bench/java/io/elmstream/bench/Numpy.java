package io.elmstream.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.elm.Elm;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A Python process that trains the same ELM with numpy, once for each call of {@link #train}. */
final class Numpy implements AutoCloseable {

    private static final String SCRIPT = "train_elm.py";

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final Process process;
    private final BufferedReader answers;

    /**
     * Writes the rows and the hidden layer to files, and starts Python.
     *
     * @param python the program
     * @param elm a trained model with the hidden layer to use
     */
    Numpy(String python, int threads, MemoryRows rows, Elm elm) throws IOException {
        folder = Files.createTempDirectory("elmstream-bench-train");
        try (InputStream script = Numpy.class.getResourceAsStream(SCRIPT)) {
            Files.copy(Objects.requireNonNull(script, SCRIPT), folder.resolve(SCRIPT));
        }
        rows.write(folder);
        floats("weights", elm.units().matrix());
        floats("biases", elm.units().biases());
        json.writeValue(
                folder.resolve("shape.json").toFile(),
                Map.of(
                        "features",
                        elm.featureNames().size(),
                        "units",
                        elm.units().count(),
                        "classes",
                        elm.labels().size()));
        ProcessBuilder builder = new ProcessBuilder(
                        python, folder.resolve(SCRIPT).toString(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        try {
            process = builder.start();
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Returns what the script prints after a training, or that numpy is missing. */
    JsonNode train() throws IOException {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            // without numpy the script ends at once, and has said so
        }
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the Python process ended without a result");
        }
        return json.readTree(answer);
    }

    /** Returns the output weights of the last training, row-major units x classes. */
    double[] beta() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("beta")));
        double[] beta = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(beta);
        return beta;
    }

    @Override
    public void close() {
        process.destroy();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void floats(String name, float[] values) throws IOException {
        try (DataOutputStream out = MemoryRows.output(folder, name)) {
            for (float value : values) {
                out.writeFloat(value);
            }
        }
    }
}
