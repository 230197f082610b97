package io.elmstream.cli.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of each reading: whether its prediction was right, by which version, and whether the first version alone
 * would have been right. Readings are numbered by their offsets on the only partition. Thread-safe.
 */
final class DriftCourse {

    private final String[] labels;
    private final boolean[] firstWasRight;
    private final boolean[] right;
    private final int[] versions;
    private long predictions;

    DriftCourse(int readings) {
        labels = new String[readings];
        firstWasRight = new boolean[readings];
        right = new boolean[readings];
        versions = new int[readings];
    }

    /**
     * Notes a reading before it is sent.
     *
     * @param number its offset
     * @param label its true class
     * @param byFirst the class that the first version predicts
     */
    synchronized void sent(int number, String label, String byFirst) {
        labels[number] = label;
        firstWasRight[number] = label.equals(byFirst);
    }

    synchronized void predicted(long offset, String label, int version) {
        int number = (int) offset;
        if (versions[number] == 0) {
            predictions++;
        }
        right[number] = label.equals(labels[number]);
        versions[number] = version;
    }

    /** Returns the number of readings that have a prediction. */
    synchronized long predictions() {
        return predictions;
    }

    /** Returns the accuracy of the readings of a range, 0 to 1. */
    synchronized double accuracy(int from, int to) {
        return share(right, from, to);
    }

    /** Returns the accuracy that the first version has on the readings of a range, 0 to 1. */
    synchronized double accuracyOfFirst(int from, int to) {
        return share(firstWasRight, from, to);
    }

    /** Returns the number of the first reading that each version predicted, in order, with the version. */
    synchronized List<DriftResult.Served> served() {
        List<DriftResult.Served> served = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < versions.length; i++) {
            if (versions[i] != 0 && versions[i] != last) {
                last = versions[i];
                served.add(new DriftResult.Served(last, i));
            }
        }
        return served;
    }

    private static double share(boolean[] of, int from, int to) {
        int hits = 0;
        for (int i = from; i < to; i++) {
            hits += of[i] ? 1 : 0;
        }
        return (double) hits / Math.max(1, to - from);
    }
}
