package io.elmstream.cli.offline;

import io.elmstream.elm.Samples;
import io.elmstream.elm.SoftLabel;
import io.elmstream.kernel.Probabilities;
import io.elmstream.training.Evaluation;
import java.util.Arrays;
import java.util.List;

/** Rows with the scores of teachers, computed again in each pass, so that memory does not grow with the rows. */
final class TaughtRows implements Samples {

    private static final int BATCH = 256;

    private final Samples rows;
    private final Teachers teachers;

    /** @param rows with the features and labels of the teachers; their label may be unknown */
    TaughtRows(Samples rows, Teachers teachers) {
        this.rows = rows;
        this.teachers = teachers;
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
            float[] all = teachers.probabilities(features, count, scored + 1);
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
