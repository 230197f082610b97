package io.elmstream.serving;

import io.elmstream.wire.ServedVersion;
import java.util.concurrent.atomic.LongAdder;

/** The counts of one version's predictions on this instance, only those that count. Thread-safe. */
public final class VersionCounts {

    private final LongAdder predictions = new LongAdder();
    private final LongAdder labelled = new LongAdder();
    private final LongAdder correct = new LongAdder();
    private final LongAdder verified = new LongAdder();

    /**
     * Counts a prediction.
     *
     * @param predicted the index of the predicted class
     * @param actual the index of the true class, or {@link ServedVersion#UNLABELLED} if the reading does not carry it
     * @param byVerifier whether the version's verifier answered, because its draft was not sure
     */
    public void predicted(int predicted, int actual, boolean byVerifier) {
        predictions.increment();
        if (byVerifier) {
            verified.increment();
        }
        if (actual != ServedVersion.UNLABELLED) {
            labelled.increment();
            if (actual == predicted) {
                correct.increment();
            }
        }
    }

    /**
     * Counts that the true class of a reading became known after its prediction, which was counted without it.
     *
     * @param predicted the index of the class that the version predicts
     * @param actual the index of the true class
     */
    public void labelledLater(int predicted, int actual) {
        labelled.increment();
        if (actual == predicted) {
            correct.increment();
        }
    }

    long predictions() {
        return predictions.sum();
    }

    /** Returns the number of predictions whose true class is known. */
    long labelled() {
        return labelled.sum();
    }

    /** Returns the number of labelled predictions that were correct. */
    long correct() {
        return correct.sum();
    }

    /** Returns the number of predictions that the version's verifier answered. */
    long verified() {
        return verified.sum();
    }
}
