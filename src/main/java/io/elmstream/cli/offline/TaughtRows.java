package io.elmstream.cli.offline;

import io.elmstream.elm.Samples;
import io.elmstream.elm.SoftLabel;
import io.elmstream.kernel.Probabilities;
import io.elmstream.training.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/** Rows with the scores of teachers, computed again in each pass, so that memory does not grow with the rows. */
final class TaughtRows implements Samples {

    private static final int BATCH = 256;

    private final Samples rows;
    private final Teachers teachers;
    private final LongFunction<String> place;

    /**
     * @param rows with the features and labels of the teachers, and no missing values that one refuses; their label may
     *     be unknown
     * @param place tells by the number of a row in a pass, from 1, where it is, for messages
     */
    TaughtRows(Samples rows, Teachers teachers, LongFunction<String> place) {
        this.rows = rows;
        this.teachers = teachers;
        this.place = place;
    }

    @Override
    public List<String> featureNames() {
        return rows.featureNames();
    }

    @Override
    public List<String> labels() {
        return rows.labels();
    }

    @Override
    public void forEach(Visitor visitor) {
        Batch batch = new Batch(visitor);
        rows.forEach(batch);
        batch.finish();
    }

    /** Returns the quality of the teachers on these rows; where a label is unknown, by their own class. */
    Evaluation ofTeachers() {
        Evaluation.Tally tally = new Evaluation.Tally(labels());
        forEach(new Visitor() {
            @Override
            public void row(float[] features, int label) {
                throw new IllegalStateException("all rows are scored");
            }

            @Override
            public void row(float[] features, SoftLabel label) {
                tally.add(label.label(), label.probabilities(), 0);
            }
        });
        return tally.evaluation();
    }

    /** Rows that are not yet scored. */
    private final class Batch implements Visitor {

        private final Visitor next;
        private final float[][] features = new float[BATCH][featureNames().size()];
        private final int[] labels = new int[BATCH];
        private int count;
        private long scored;

        Batch(Visitor next) {
            this.next = next;
        }

        @Override
        public void row(float[] row, int label) {
            System.arraycopy(row, 0, features[count], 0, row.length);
            labels[count++] = label;
            if (count == BATCH) {
                finish();
            }
        }

        void finish() {
            int classes = TaughtRows.this.labels().size();
            float[] all = teachers.probabilities(features, count, i -> place.apply(scored + 1 + i));
            for (int i = 0; i < count; i++) {
                boolean known = labels[i] != UNKNOWN;
                int label = known ? labels[i] : Probabilities.predicted(all, i * classes, classes);
                float[] probabilities = Arrays.copyOfRange(all, i * classes, (i + 1) * classes);
                next.row(features[i], new SoftLabel(label, known, probabilities));
            }
            scored += count;
            count = 0;
        }
    }
}
