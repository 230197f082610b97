package io.elmstream.serving;

import io.elmstream.wire.ServedVersion;
import java.util.concurrent.atomic.LongAdder;

/** Counts the predictions of one version on this instance, those that counted. Safe for threads. */
public final class VersionCounts {

    private final LongAdder predictions = new LongAdder();
    private final LongAdder labelled = new LongAdder();
    private final LongAdder correct = new LongAdder();

    /**
     * @param predicted the index of the predicted class
     * @param actual the index of the true class, or {@link ServedVersion#UNLABELLED} where the reading does not carry
     *     it
     */
    public void predicted(int predicted, int actual) {
        predictions.increment();
        if (actual != ServedVersion.UNLABELLED) {
            labelled.increment();
            if (actual == predicted) {
                correct.increment();
            }
        }
    }

    long predictions() {
        return predictions.sum();
    }

    /** Those whose reading carried the true class. */
    long labelled() {
        return labelled.sum();
    }

    /** Those of the labelled ones that were right. */
    long correct() {
        return correct.sum();
    }
}
