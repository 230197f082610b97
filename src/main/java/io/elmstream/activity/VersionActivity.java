package io.elmstream.activity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an instance did with a version since its process started. A challenger in shadow scores rows, but makes no
 * predictions that count.
 *
 * @param modelId the model
 * @param version the version, 1 or more
 * @param bytes the memory that the version takes, 0 if it is not in memory
 * @param rows rows that were scored with it
 * @param nanos the time that took, in nanoseconds
 * @param classes predictions that count by class, most frequent first; {@link ClassCount#OTHER} stands for the rest
 */
public record VersionActivity(
        String modelId, int version, long bytes, long rows, long nanos, List<ClassCount> classes) {

    /** @throws IllegalArgumentException if a number is out of range */
    public VersionActivity {
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + ", must be 1 or more");
        }
        Counts.require(bytes, "bytes");
        Counts.require(rows, "rows");
        Counts.require(nanos, "nanos");
        classes = List.copyOf(classes);
    }

    /** Returns the number of predictions that count. */
    public long predictions() {
        // not a stream: a page asks all versions of all instances each second
        long sum = 0;
        for (ClassCount each : classes) {
            sum += each.count();
        }
        return sum;
    }

    /**
     * Returns the same with the most frequent classes only; the others are summed up.
     *
     * @param most how many classes are named, 0 or more
     */
    public VersionActivity withClasses(int most) {
        List<ClassCount> sorted = classes.stream()
                .filter(each -> !each.label().equals(ClassCount.OTHER))
                .sorted(Comparator.comparingLong(ClassCount::count).reversed())
                .toList();
        if (sorted.size() <= most) {
            return this;
        }
        List<ClassCount> kept = new ArrayList<>(sorted.subList(0, most));
        long named = kept.stream().mapToLong(ClassCount::count).sum();
        kept.add(new ClassCount(ClassCount.OTHER, predictions() - named));
        return new VersionActivity(modelId, version, bytes, rows, nanos, kept);
    }
}
