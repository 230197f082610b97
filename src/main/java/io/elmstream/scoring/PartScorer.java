package io.elmstream.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.kernel.Probabilities;
import io.elmstream.kernel.Workspace;
import io.elmstream.tables.RowFault;
import io.elmstream.tables.RowSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores the rows of one part in batches, and writes them and those that cannot be scored in order. */
final class PartScorer implements RowSink {

    /** The features of a batch, which stay in the caches of a core. */
    private static final int FEATURES = 1 << 14;

    private static final int LARGEST_BATCH = 1_024;
    private static final int SMALLEST_BATCH = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScoringModel model;
    private final String file;
    private final PartWriter writer;
    private final OutputStream side;
    private final Workspace workspace;
    private final int inputs;
    private final int classes;
    private final float[] rows;
    private final float[] probabilities;
    private final int batch;
    private final boolean[] verified;
    private final long[] numbers;
    private final @Nullable Object[][] kept;
    /** Those since the last batch: its rows can still turn out to be some that come before them. */
    private final List<RejectedRow> rejected = new ArrayList<>();

    private long allRejected;
    private int count;
    private long row;
    private long empties;

    /**
     * Creates a scorer without rows.
     *
     * @param file the input, for messages
     * @param side receives the rows that cannot be scored, numbered within the part
     * @param workspace of the thread
     */
    PartScorer(ScoringModel model, String file, PartWriter writer, OutputStream side, Workspace workspace) {
        this.model = model;
        this.file = file;
        this.writer = writer;
        this.side = side;
        this.workspace = workspace;
        this.inputs = model.packed().inputs();
        this.classes = model.packed().classes();
        this.batch = Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, FEATURES / inputs));
        this.rows = new float[batch * inputs];
        this.probabilities = new float[batch * classes];
        this.verified = new boolean[batch];
        this.numbers = new long[batch];
        this.kept = new Object[batch][];
    }

    @Override
    public void row(float[] from, int at, @Nullable Object[] values) throws IOException {
        int unusable = model.packed().firstUnusable(from, at);
        if (unusable >= 0) {
            refuse(model.features().get(unusable), from[at + unusable]);
            return;
        }
        System.arraycopy(from, at, rows, count * inputs, inputs);
        kept[count] = values;
        numbers[count] = ++row;
        if (++count == batch) {
            finish();
        }
    }

    private void refuse(String feature, float value) throws IOException {
        if (Float.isNaN(value)) {
            rejected(RowFault.MISSING, feature, null, "is missing, and the model accepts no missing values");
        } else {
            rejected(RowFault.NOT_FINITE, feature, String.valueOf(value), "must be a finite number");
        }
    }

    @Override
    public void rejected(RowFault reason, @Nullable String field, @Nullable String value, String message)
            throws IOException {
        rejected.add(RejectedRow.of(file, ++row, reason, field, value, message));
        if (rejected.size() == LARGEST_BATCH) {
            finish();
        }
    }

    @Override
    public void empty() {
        row++;
        empties++;
    }

    /** Scores the remaining rows. */
    void finish() throws IOException {
        model.packed().score(model.pass(), rows, count, workspace, probabilities, verified);
        for (int i = 0; i < count; i++) {
            int at = i * classes;
            if (Probabilities.areSound(probabilities, at, classes)) {
                int top = Probabilities.predicted(probabilities, at, classes);
                writer.write(kept[i], probabilities, at, top, verified[i]);
            } else {
                String message = "the scores are not probabilities";
                rejected.add(RejectedRow.of(file, numbers[i], RowFault.SCORING_FAILED, null, null, message));
            }
        }
        count = 0;
        writeRejected();
    }

    private void writeRejected() throws IOException {
        rejected.sort(Comparator.comparingLong(RejectedRow::row));
        for (RejectedRow each : rejected) {
            side.write((JSON.writeValueAsString(each) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        allRejected += rejected.size();
        rejected.clear();
    }

    /** Returns the number of rows, those included that cannot be scored, and the empty lines. */
    long rows() {
        return row;
    }

    /** Returns the number of lines that are no rows. */
    long empties() {
        return empties;
    }

    /** Returns the number of rows that cannot be scored. */
    long rejected() {
        return allRejected;
    }
}
