package io.elmstream.scoring;

import io.elmstream.data.DataException;
import io.elmstream.data.OutputFile;
import io.elmstream.kernel.Workspace;
import io.elmstream.scoring.PartFolder.Done;
import io.elmstream.tables.ColumnType;
import io.elmstream.tables.RowPart;
import io.elmstream.tables.RowSource;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableFile;
import io.elmstream.tables.Wanted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Scores a file into another one. The parts of the input are scored by several threads, and joined in order at the end;
 * a run that was killed goes on with the parts that are missing, and writes the same bytes.
 */
public final class FilePrediction {

    private static final long LOOK_MILLIS = 200;

    /**
     * How far a run is.
     *
     * @param bytes of the input read so far
     * @param rows scored by this run so far
     */
    public record Progress(long bytes, long rows) {}

    /**
     * What a run has done.
     *
     * @param rows the rows of the input, those included that cannot be scored
     * @param rejected the number of those that cannot be scored
     * @param resumed the number of rows of parts that an earlier run had finished
     */
    public record Result(long rows, long rejected, long resumed) {}

    private record NumberedPart(int number, RowPart rows) {}

    /** A part of a text file, in characters or bytes: enough to work on, and little enough to have many in memory. */
    private static final int LARGEST_PART = 1 << 22;

    private static final int SMALLEST_PART = 1 << 18;

    /** The input has this many parts or more, as long as they are not too small. */
    private static final int PARTS = 64;

    private final ScoringModel model;
    private final Table in;
    private final TableFile out;
    private final OutputFile output;
    private final PredictionSettings settings;
    private final AtomicLong scored = new AtomicLong();
    private final List<String> files = new ArrayList<>();
    private int parts;
    private volatile long bytes;
    private volatile boolean failed;

    /**
     * Creates a run, which does not start yet.
     *
     * @param in the input; the layout of the settings has opened it
     * @param output the file of {@code out}
     */
    public FilePrediction(ScoringModel model, Table in, TableFile out, OutputFile output, PredictionSettings settings) {
        this.model = model;
        this.in = in;
        this.out = out;
        this.output = output;
        this.settings = settings;
    }

    /** Returns the side file for rows that cannot be scored. */
    public static Path rejectedFile(Path out) {
        return out.resolveSibling(out.getFileName() + ".rejected.jsonl");
    }

    /** Returns the folder of finished parts, which is there until the run is done. */
    public static Path folder(Path out) {
        return out.resolveSibling(out.getFileName() + ".parts");
    }

    /**
     * Scores the file.
     *
     * @param progress is told again and again
     * @throws DataException if the input cannot be used, or finished parts of another run are in the way
     */
    public Result run(Consumer<Progress> progress) throws IOException {
        if (Files.exists(out.path()) && !Files.isRegularFile(out.path())) {
            throw new DataException("--out", "--out: " + out.path() + " is not a file that can be renamed to");
        }
        Map<String, String> run = fingerprint();
        Path target = output.target();
        try (RowSource source = in.open(wanted(), partSize())) {
            PredictedColumns columns = new PredictedColumns(
                    kept(source.kept()),
                    model.labels(),
                    settings.probabilities(),
                    model.key().version(),
                    model.hasVerifier());
            columns.requireDistinct(out.form().isNested());
            TableTarget table = target(columns);
            try (PartFolder folder = PartFolder.open(folder(target), run)) {
                long resumed =
                        folder.done().stream().mapToLong(FilePrediction::rows).sum();
                score(source, new PartScoring(model, table, folder), progress);
                if (!fingerprint().equals(run)) {
                    throw new DataException("--in", in.name() + " changed while it was read");
                }
                List<Done> done = folder.done().stream()
                        .filter(each -> each.part() < parts)
                        .toList();
                PartJoin join = new PartJoin(folder, done, files);
                folder.finish(output, out -> join.predictions(table, out), rejectedFile(target), join::rejected);
                return new Result(
                        done.stream().mapToLong(FilePrediction::rows).sum(),
                        done.stream().mapToLong(Done::rejected).sum(),
                        resumed);
            }
        }
    }

    private static long rows(Done part) {
        return part.rows() - part.empty();
    }

    private void score(RowSource source, PartScoring scoring, Consumer<Progress> progress) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try {
            List<Future<?>> work = IntStream.range(0, settings.threads())
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        work(source, scoring);
                        return i;
                    }))
                    .toList();
            threads.shutdown();
            while (!threads.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.accept(new Progress(bytes, scored.get()));
            }
            for (Future<?> each : work) {
                each.get();
            }
            progress.accept(new Progress(bytes, scored.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        } finally {
            failed = true;
            end(threads);
        }
    }

    /** Waits for the parts that are being scored: none may be written when this run has returned. */
    private static void end(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(RowSource source, PartScoring scoring) throws IOException {
        Workspace workspace = new Workspace();
        try {
            for (Optional<NumberedPart> next = next(source); next.isPresent() && !failed; next = next(source)) {
                NumberedPart part = next.get();
                if (!scoring.isDone(part.number())) {
                    scored.addAndGet(scoring.score(part.number(), part.rows(), workspace));
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            failed = true;
            throw e;
        }
    }

    private synchronized Optional<NumberedPart> next(RowSource source) throws IOException {
        Optional<RowPart> part = source.next();
        bytes = source.bytesRead();
        part.ifPresent(rows -> files.add(rows.file().name().path()));
        return part.map(rows -> new NumberedPart(parts++, rows));
    }

    private Wanted wanted() {
        return new Wanted(
                model.features(),
                settings.keep().stream().map(KeptColumn::name).toList(),
                model.packed().acceptsMissing());
    }

    private List<Path> paths() {
        return in.files().stream().map(file -> Path.of(file.name().path())).toList();
    }

    private int partSize() {
        long length = paths().stream().mapToLong(path -> path.toFile().length()).sum();
        return (int) Math.max(SMALLEST_PART, Math.min(LARGEST_PART, length / PARTS));
    }

    private List<Column> kept(List<ColumnType> types) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> new Column(settings.keep().get(i).as(), types.get(i)))
                .toList();
    }

    private TableTarget target(PredictedColumns columns) {
        return switch (out.form()) {
            case CSV -> new CsvTarget(columns, out.packing());
            case JSON_LINES -> new JsonLinesTarget(columns, out.packing());
            case AVRO -> new AvroTarget(columns);
            case PARQUET -> new ParquetTarget(columns);
        };
    }

    /** Returns everything that decides about the predictions. */
    private Map<String, String> fingerprint() throws IOException {
        Map<String, String> run = new LinkedHashMap<>();
        run.put("model", model.key().toString());
        run.put("digest of the model file", model.digest());
        run.put("form of the kernel", model.pass().toString());
        for (Path path : paths()) {
            String file = path.toAbsolutePath().normalize().toString();
            run.merge("input", file, (before, next) -> before + ", " + next);
            String named = paths().size() == 1 ? "the input" : file;
            run.put("size of " + named, String.valueOf(Files.size(path)));
            run.put("time of " + named, Files.getLastModifiedTime(path).toString());
        }
        run.put("layout", settings.layout().toString());
        run.put(
                "--keep",
                String.join(
                        ",", settings.keep().stream().map(KeptColumn::toString).toList()));
        run.put("--no-probabilities", String.valueOf(!settings.probabilities()));
        return run;
    }

    private static IOException rethrown(Throwable cause) throws IOException {
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        throw cause instanceof IOException e ? e : new IOException(cause);
    }
}
