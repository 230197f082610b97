package io.elmstream.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads lines, scores them one by one, and writes the predictions whenever it would wait for more lines; first those of
 * the spool, then those of the output, so that what was answered is on the disk.
 */
final class EdgeRun {

    private final EdgeOptions options;
    private final Supplier<EdgeClassifier> model;
    private final Optional<SpoolWriter> spool;
    private final LongSupplier clock;
    private final Predictions predictions;
    private final Consumer<String> problems;
    private final LineInput lines;
    private long bad;

    /**
     * Prepares a run.
     *
     * @param model gives the model for the next line; all have the same features and labels
     * @param spool keeps readings and predictions
     * @param clock in epoch milliseconds, for readings that carry no time
     * @param problems receives one line of text for each line that cannot be scored
     */
    EdgeRun(
            EdgeOptions options,
            Supplier<EdgeClassifier> model,
            Optional<SpoolWriter> spool,
            LongSupplier clock,
            InputStream in,
            OutputStream out,
            Consumer<String> problems) {
        this.options = options;
        this.model = model;
        this.spool = spool;
        this.clock = clock;
        this.problems = problems;
        this.predictions = new Predictions(out, model.get().labels(), options.probabilities());
        this.lines = new LineInput(in, this::write);
    }

    /**
     * Scores all lines.
     *
     * @return the number of lines that could not be scored
     * @throws BadLineException if the columns do not have the features of the model
     * @throws IOException if reading or writing fails
     */
    long run() throws IOException, BadLineException {
        List<String> features = model.get().featureNames();
        Optional<Columns> columns = columns(features);
        if (columns.isPresent()) {
            Optional<Origin> origin = origin(columns.get());
            float[] row = new float[features.size()];
            float[] probabilities = new float[model.get().labels().size()];
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (!line.get().text().isBlank()) {
                    score(line.get(), columns.get(), origin, row, probabilities);
                }
            }
        }
        write();
        return bad;
    }

    private void write() throws IOException {
        if (spool.isPresent()) {
            spool.get().force();
        }
        predictions.write();
    }

    private Optional<Origin> origin(Columns columns) throws BadLineException {
        return options.spool().isEmpty()
                ? Optional.empty()
                : Optional.of(new Origin(options.spool().get(), columns, clock));
    }

    /** Returns the columns as given, or by the first line; empty if there is none. */
    private Optional<Columns> columns(List<String> features) throws IOException, BadLineException {
        if (options.columns().isPresent()) {
            return Optional.of(Columns.of(options.columns().get(), features));
        }
        Optional<Line> header = lines.next();
        return header.isEmpty()
                ? Optional.empty()
                : Optional.of(Columns.of(CsvLine.fields(header.get().text()), features));
    }

    private void score(Line line, Columns columns, Optional<Origin> origin, float[] row, float[] probabilities) {
        EdgeClassifier current = model.get();
        try {
            List<String> fields = columns.fields(line);
            columns.features(fields, current.acceptsMissing(), row);
            String sensor = origin.isPresent() ? origin.get().sensor(fields) : "";
            long time = origin.isPresent() ? origin.get().time(fields) : 0;
            int label = current.classify(row, probabilities);
            int version = current.key().version();
            spool.ifPresent(kept -> kept.add(time, sensor, version, label, probabilities[label], row));
            predictions.add(line.number(), label, probabilities, version);
        } catch (BadLineException e) {
            bad++;
            problems.accept("line " + line.number() + ": " + e.getMessage());
        }
    }
}
