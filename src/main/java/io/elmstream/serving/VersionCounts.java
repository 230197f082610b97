package io.elmstream.serving;

import io.elmstream.activity.ClassCount;
import io.elmstream.wire.ServedVersion;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The counts of one version on this instance: its predictions, only those that count, and the rows that it scored.
 * Thread-safe.
 */
public final class VersionCounts {

    /** The classes of a version, with a counter for each. */
    private record Classes(List<String> labels, LongAdder[] counts) {

        static final Classes NONE = new Classes(List.of(), new LongAdder[0]);

        static Classes of(List<String> labels) {
            return new Classes(
                    labels, Stream.generate(LongAdder::new).limit(labels.size()).toArray(LongAdder[]::new));
        }
    }

    private final LongAdder unnamed = new LongAdder();
    private final LongAdder labelled = new LongAdder();
    private final LongAdder correct = new LongAdder();
    private final LongAdder verified = new LongAdder();
    private final LongAdder abstained = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private volatile Classes classes = Classes.NONE;

    /** Names the classes, in the order of the version, unless they are known. */
    synchronized void name(List<String> labels) {
        if (classes == Classes.NONE) {
            classes = Classes.of(labels);
        }
    }

    /**
     * Counts rows that were scored, whether or not their predictions count.
     *
     * @param took how long that took, in nanoseconds
     */
    public void scored(int number, long took) {
        rows.add(number);
        nanos.add(Math.max(0, took));
    }

    /**
     * Counts a prediction.
     *
     * @param predicted the index of the predicted class; negative for a rule set, which counts what it judged
     * @param actual the index of the true class, or {@link ServedVersion#UNLABELLED} if the reading does not carry it
     * @param byVerifier whether the version's verifier answered, because its draft was not sure
     */
    public void predicted(int predicted, int actual, boolean byVerifier) {
        LongAdder[] byClass = classes.counts();
        (predicted >= 0 && predicted < byClass.length ? byClass[predicted] : unnamed).increment();
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

    /** Counts that a prediction, which was counted as such, was too unsure to be used. */
    public void abstained() {
        abstained.increment();
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
        return unnamed.sum()
                + Arrays.stream(classes.counts()).mapToLong(LongAdder::sum).sum();
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

    /** Returns the number of predictions that were too unsure to be used. */
    long abstentions() {
        return abstained.sum();
    }

    /** Returns the number of rows that were scored. */
    long rows() {
        return rows.sum();
    }

    /** Returns how long scoring them took, in nanoseconds. */
    long nanos() {
        return nanos.sum();
    }

    /** Returns whether these are the counts of a model's version, and not of a rule set's. */
    boolean isOfModel() {
        return classes != Classes.NONE;
    }

    /** Returns the predictions by class, most frequent first, without classes that were never predicted. */
    List<ClassCount> byClass() {
        Classes now = classes;
        return IntStream.range(0, now.counts().length)
                .mapToObj(c -> new ClassCount(now.labels().get(c), now.counts()[c].sum()))
                .filter(each -> each.count() > 0)
                .sorted(Comparator.comparingLong(ClassCount::count).reversed())
                .toList();
    }
}
