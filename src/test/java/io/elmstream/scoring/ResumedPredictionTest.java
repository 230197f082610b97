package io.elmstream.scoring;

import static io.elmstream.scoring.Predictions.lines;
import static io.elmstream.scoring.Predictions.model;
import static io.elmstream.scoring.Predictions.prediction;
import static io.elmstream.scoring.Predictions.run;
import static io.elmstream.scoring.Predictions.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.elmstream.cli.Main;
import io.elmstream.data.DataException;
import io.elmstream.data.Packing;
import io.elmstream.support.JavaProcess;
import io.elmstream.support.SmallModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was killed goes on with what it had finished, and gives the bytes of one that was not. */
class ResumedPredictionTest {

    private static final Path SHUTTLE = Path.of("src/main/resources/samples/shuttle.csv.gz");

    /** With the kernel of this process, and slow in its first seconds, so that it can be killed before it is done. */
    private static final List<String> SLOW = List.of("--add-modules", "jdk.incubator.vector", "-XX:-TieredCompilation");

    /** Some parts, each of which takes a while. */
    private static final int MODEL_BYTES = 500_000;

    @TempDir
    Path folder;

    private Path in;
    private Path modelFile;
    private ScoringModel model;

    @BeforeEach
    void write() throws IOException {
        byte[] artefact = SmallModel.large(1, MODEL_BYTES);
        modelFile = Files.write(folder.resolve("model.elm"), artefact);
        model = model(artefact);
        in = folder.resolve("in.csv");
        List<String> rows;
        try (InputStream packed = Packing.GZIP.unpacked(Files.newInputStream(SHUTTLE))) {
            rows = new String(packed.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        try (OutputStream out = Files.newOutputStream(in)) {
            out.write((rows.get(0) + "\n").getBytes(StandardCharsets.UTF_8));
            for (int round = 0; round < 2; round++) {
                out.write((String.join("\n", rows.subList(1, rows.size())) + "\nnone\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void shouldGoOnAfterKillMinusNine() throws Exception {
        // Given
        Path out = folder.resolve("killed.csv.gz");
        Path done = FilePrediction.folder(out).resolve("done.jsonl");
        List<String> call = List.of(
                Main.class.getName(),
                "predict",
                "--model",
                modelFile.toString(),
                "--in",
                in.toString(),
                "--out",
                out.toString(),
                "--keep",
                "state",
                "--threads",
                "1");
        try (JavaProcess process = JavaProcess.start(SLOW, call, folder.resolve("log"))) {
            await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(done) && Files.size(done) > 0);
            process.kill();
        }
        assertThat(out).doesNotExist();

        // When
        FilePrediction.Result resumed = run(model, in, out, settings("state"));

        // Then
        FilePrediction.Result whole = run(model, in, folder.resolve("whole.csv.gz"), settings("state"));
        assertThat(out).hasSameBinaryContentAs(folder.resolve("whole.csv.gz"));
        assertThat(FilePrediction.rejectedFile(out))
                .hasSameBinaryContentAs(FilePrediction.rejectedFile(folder.resolve("whole.csv.gz")));
        assertThat(resumed.resumed()).isPositive().isLessThan(resumed.rows());
        assertThat(resumed.rows()).isEqualTo(whole.rows()).isEqualTo(116_002);
        assertThat(resumed.rejected()).isEqualTo(2);
        assertThat(FilePrediction.folder(out)).doesNotExist();
    }

    @Test
    void shouldScorePartsAgainThatAreDamaged() throws Exception {
        // Given
        Path out = folder.resolve("damaged.csv");
        stop(out);
        Path parts = FilePrediction.folder(out);
        List<String> done = lines(parts.resolve("done.jsonl"));
        Path part;
        try (Stream<Path> files = Files.list(parts)) {
            part = files.filter(file -> file.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(part, new byte[] {1}, StandardOpenOption.APPEND);
        Files.writeString(parts.resolve("done.jsonl"), done.get(0).substring(0, 9), StandardOpenOption.APPEND);

        // When
        FilePrediction.Result resumed = run(model, in, out, settings());

        // Then
        run(model, in, folder.resolve("whole.csv"), settings());
        assertThat(out).hasSameBinaryContentAs(folder.resolve("whole.csv"));
        assertThat(resumed.rows()).isEqualTo(116_002);
    }

    @Test
    void shouldRefuseThePartsOfAnotherRun() throws Exception {
        // Given
        Path out = folder.resolve("other.csv");
        stop(out);

        // When, then
        assertThatThrownBy(() -> run(model, in, out, settings("state")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has the finished parts of another run: its --keep was , now it is state. Delete"
                        + " that folder to score everything anew, or name another --out");
        assertThatThrownBy(() -> run(SmallModel.artefact(1), in, out, settings()))
                .hasMessageContaining("its digest of the model file was " + model.digest());
        Files.writeString(in, "\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> run(model, in, out, settings())).hasMessageContaining("its size of the input was");
    }

    /** A run that does not come to its end. */
    private void stop(Path out) {
        assertThatThrownBy(() -> prediction(model, in, out, settings()).run(progress -> {
                    if (progress.rows() > 0) {
                        throw new IllegalStateException("stopped");
                    }
                }))
                .hasMessage("stopped");
        assertThat(out).doesNotExist();
    }
}
