package io.elmstream.scoring;

import io.elmstream.kernel.Probabilities;
import io.elmstream.kernel.Workspace;
import io.elmstream.scoring.RejectedRow.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores the rows of one part in batches, and writes them in order. */
final class PartScorer implements RowSink {

    /** The features of a batch, which stay in the caches of a core. */
    private static final int FEATURES = 1 << 14;

    private static final int LARGEST_BATCH = 1_024;
    private static final int SMALLEST_BATCH = 64;

    private final ScoringModel model;
    private final String file;
    private final PartWriter writer;
    private final Workspace workspace;
    private final int inputs;
    private final int classes;
    private final float[] rows;
    private final float[] probabilities;
    private final int batch;
    private final boolean[] verified;
    private final long[] numbers;
    private final @Nullable Object[][] kept;
    private final List<RejectedRow> rejected = new ArrayList<>();
    private int count;
    private long row;

    /**
     * Creates a scorer without rows.
     *
     * @param file the input, for messages
     * @param workspace of the thread
     */
    PartScorer(ScoringModel model, String file, PartWriter writer, Workspace workspace) {
        this.model = model;
        this.file = file;
        this.writer = writer;
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

    private void refuse(String feature, float value) {
        if (Float.isNaN(value)) {
            rejected(Reason.MISSING, feature, null, "is missing, and the model accepts no missing values");
        } else {
            rejected(Reason.NOT_FINITE, feature, String.valueOf(value), "must be a finite number");
        }
    }

    @Override
    public void rejected(Reason reason, @Nullable String field, @Nullable String value, String message) {
        rejected.add(RejectedRow.of(file, ++row, reason, field, value, message));
    }

    @Override
    public void empty() {
        row++;
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
                rejected.add(RejectedRow.of(file, numbers[i], Reason.SCORING_FAILED, null, null, message));
            }
        }
        count = 0;
    }

    /** Returns the number of rows, those included that cannot be scored. */
    long rows() {
        return row;
    }

    /** Returns the rows that cannot be scored, in order, numbered within the part. */
    List<RejectedRow> rejected() {
        rejected.sort(Comparator.comparingLong(RejectedRow::row));
        return rejected;
    }
}
