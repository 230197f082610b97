package io.elmstream.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads lines, scores them one by one, and writes the predictions whenever it would wait for more lines. */
final class EdgeRun {

    private final EdgeOptions options;
    private final Supplier<EdgeClassifier> model;
    private final Predictions predictions;
    private final Consumer<String> problems;
    private final LineInput lines;
    private long bad;

    /**
     * Prepares a run.
     *
     * @param model gives the model for the next line; all have the same features and labels
     * @param problems receives one line of text for each line that cannot be scored
     */
    EdgeRun(
            EdgeOptions options,
            Supplier<EdgeClassifier> model,
            InputStream in,
            OutputStream out,
            Consumer<String> problems) {
        this.options = options;
        this.model = model;
        this.problems = problems;
        this.predictions = new Predictions(out, model.get().labels(), options.probabilities());
        this.lines = new LineInput(in, predictions::write);
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
        float[] row = new float[features.size()];
        float[] probabilities = new float[model.get().labels().size()];
        for (Optional<Line> line = lines.next(); columns.isPresent() && line.isPresent(); line = lines.next()) {
            if (!line.get().text().isBlank()) {
                score(line.get(), columns.get(), row, probabilities);
            }
        }
        predictions.write();
        return bad;
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

    private void score(Line line, Columns columns, float[] row, float[] probabilities) {
        EdgeClassifier current = model.get();
        try {
            columns.features(columns.fields(line), current.acceptsMissing(), row);
        } catch (BadLineException e) {
            bad++;
            problems.accept("line " + line.number() + ": " + e.getMessage());
            return;
        }
        int label = current.classify(row, probabilities);
        predictions.add(line.number(), label, probabilities, current.key().version());
    }
}
