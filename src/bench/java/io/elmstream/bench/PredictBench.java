package io.elmstream.bench;

import com.sun.management.OperatingSystemMXBean;
import io.elmstream.cli.terminal.ReadingTime;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedModel;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.scoring.FilePrediction;
import io.elmstream.scoring.PredictionSettings;
import io.elmstream.scoring.ScoringModel;
import io.elmstream.tables.Layout;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Files scored into files, beside the same run with a model that computes nothing: what reading and writing alone take.
 * Both take turns.
 */
public final class PredictBench {

    /**
     * A run.
     *
     * @param rowsPerSecond rows a second, of the fastest run
     * @param cpuNanos nanoseconds of CPU time a row, of the run that took least, over all threads of the process
     */
    public record Speed(double rowsPerSecond, double cpuNanos) {

        private Speed and(Speed next) {
            return new Speed(Math.max(rowsPerSecond, next.rowsPerSecond), Math.min(cpuNanos, next.cpuNanos));
        }
    }

    /**
     * One form of files.
     *
     * @param form of input and output
     * @param predict scoring
     * @param alone without scoring: reading, converting and writing alone
     * @param ratio of the rows a second of both
     * @param cpuRatio CPU time of reading and writing alone over that of scoring
     */
    public record Form(String form, Speed predict, Speed alone, double ratio, double cpuRatio) {}

    /**
     * All.
     *
     * @param rows of each file
     * @param features features
     * @param units hidden units
     * @param threads threads
     * @param kernelNanos nanoseconds of a row in the forward pass, one thread
     * @param kernelRowsPerSecond what the threads could score if files cost nothing
     * @param forms by form
     */
    public record Result(
            int rows,
            int features,
            int units,
            int threads,
            double kernelNanos,
            double kernelRowsPerSecond,
            List<Form> forms) {}

    private static final int FEATURES = 9;
    private static final int CLASSES = 7;
    private static final int BATCH = 1_024;
    private static final int ROW_GROUP = 65_536;

    private final OperatingSystemMXBean processor =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Consumer<String> said;
    private final int rows;
    private final int rounds;
    private final int threads = Runtime.getRuntime().availableProcessors();

    /** @param rounds runs of each, of which the fastest counts; the first also compiles */
    public PredictBench(Consumer<String> said, int rows, int rounds) {
        this.said = said;
        this.rows = rows;
        this.rounds = rounds;
    }

    /** @param folder for the files, which stay there */
    public Result run(Path folder, int units) throws IOException, ArtefactException {
        byte[] artefact = BenchModel.artefact(FEATURES, units, CLASSES);
        ScoringModel model =
                ScoringModel.of(ArtefactFormat.read(artefact), ArtefactFormat.digest(artefact), ForwardPass.fastest());
        List<Form> forms = List.of(
                form(
                        "CSV",
                        model,
                        csv(folder.resolve("rows.csv"), model.classifier().featureNames())),
                form(
                        "Parquet",
                        model,
                        parquet(
                                folder.resolve("rows.parquet"),
                                model.classifier().featureNames())));
        said.accept("measuring the kernel");
        double nanos = new ReadingTime().nanos((Elm) model.classifier());
        return new Result(rows, FEATURES, units, threads, nanos, threads * 1e9 / nanos, forms);
    }

    private Form form(String name, ScoringModel model, Path in) throws IOException {
        ScoringModel idle =
                new ScoringModel(model.key(), model.digest(), model.classifier(), model.packed(), new IdlePass(model));
        Speed with = new Speed(0, Double.POSITIVE_INFINITY);
        Speed alone = with;
        for (int round = 1; round <= rounds; round++) {
            said.accept("%s, round %d of %d".formatted(name, round, rounds));
            with = with.and(predict(model, in));
            alone = alone.and(predict(idle, in));
        }
        return new Form(
                name, with, alone, with.rowsPerSecond() / alone.rowsPerSecond(), alone.cpuNanos() / with.cpuNanos());
    }

    private Speed predict(ScoringModel model, Path in) throws IOException {
        Path out = in.resolveSibling("predictions-of-" + in.getFileName());
        PredictionSettings settings = new PredictionSettings(List.of(), true, Layout.UNKNOWN, threads);
        FilePrediction prediction = new FilePrediction(
                model,
                Table.of(TableFile.toRead(in).open("--in", settings.layout())),
                TableFile.of("--out", out),
                OutputFile.of("--out", out),
                settings);
        long cpu = processor.getProcessCpuTime();
        long start = System.nanoTime();
        FilePrediction.Result result = prediction.run(progress -> {});
        if (result.rows() != rows || result.rejected() > 0) {
            throw new IllegalStateException("scored " + result + " of " + rows + " rows");
        }
        long nanos = System.nanoTime() - start;
        return new Speed(rows * 1e9 / nanos, (double) (processor.getProcessCpuTime() - cpu) / rows);
    }

    private Path csv(Path file, List<String> names) throws IOException {
        said.accept("writing " + file);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(String.join(",", names) + "\n");
            for (int row = 0; row < rows; row++) {
                for (int j = 0; j < FEATURES; j++) {
                    writer.write((j == 0 ? "" : ",") + value(row, j));
                }
                writer.write('\n');
            }
        }
        return file;
    }

    /** Columns that may be null, as most programs write them. */
    private Path parquet(Path file, List<String> names) throws IOException {
        said.accept("writing " + file);
        Types.MessageTypeBuilder columns = Types.buildMessage();
        names.forEach(name -> columns.optional(PrimitiveTypeName.FLOAT).named(name));
        MessageType schema = columns.named("rows");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withRowGroupRowCountLimit(ROW_GROUP)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            for (int row = 0; row < rows; row++) {
                Group group = new SimpleGroup(schema);
                for (int j = 0; j < FEATURES; j++) {
                    group.add(j, value(row, j));
                }
                writer.write(group);
            }
        }
        return file;
    }

    /** A value with three decimals, as a sensor gives it. */
    private static float value(int row, int feature) {
        return Math.round(1_000 * Math.sin(row * 0.37 + feature)) / 1_000f;
    }

    /** A forward pass that computes nothing: it gives every batch the probabilities of the file's first rows. */
    private static final class IdlePass implements ForwardPass {

        private final float[] first = new float[BATCH * CLASSES];

        private IdlePass(ScoringModel model) {
            float[] rows = new float[BATCH * FEATURES];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = value(i / FEATURES, i % FEATURES);
            }
            model.packed().score(model.pass(), rows, BATCH, new Workspace(), first, new boolean[BATCH]);
        }

        @Override
        public void score(PackedModel model, float[] rows, int count, Workspace workspace, float[] probabilities) {
            System.arraycopy(first, 0, probabilities, 0, count * CLASSES);
        }

        @Override
        public String toString() {
            return "nothing";
        }
    }
}
