package io.elmstream.activity;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reports for tests. */
public final class GivenReport {

    private GivenReport() {}

    /**
     * Returns a report with 100 sensors and 5 samples.
     *
     * @param versions the number of versions; version v scored 1000 v rows
     * @param classes the number of classes of each; class c was predicted c times
     * @param partitions the number of partitions
     */
    public static ActivityReport of(int versions, int classes, int partitions) {
        return new ActivityReport(
                "plant-7-1",
                "elmstream",
                "0.1.0",
                "17.0.9",
                "127.0.0.1:8081",
                1_000,
                2_000,
                false,
                "stalled",
                List.of("readings-0: no progress for 30 s"),
                List.of("the clock is wrong"),
                4,
                1 << 20,
                1 << 24,
                12_345,
                IntStream.rangeClosed(1, versions)
                        .mapToObj(version -> new VersionActivity(
                                "boiler", version, 4_096, version * 1_000L, version * 800_000L, classes(classes)))
                        .toList(),
                9,
                4,
                500,
                Map.of("UNREADABLE", 7L),
                LatencyHistogram.of(new TreeMap<>(Map.of(3L, 10L, 100L, 1L)), 130),
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new PartitionActivity("readings", partition, partition, 10, true))
                        .toList(),
                IntStream.range(0, SensorAlert.MOST)
                        .mapToObj(sensor -> new SensorAlert("s-" + sensor, "boiler", 1_500, "hot", 0.75f, 1_900))
                        .toList(),
                IntStream.range(0, DeadLetterSample.OF_REASON)
                        .mapToObj(offset -> new DeadLetterSample(
                                "UNREADABLE", "readings", 0, offset, "s-1", "it is no Avro record", 1_800))
                        .toList());
    }

    private static List<ClassCount> classes(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(label -> new ClassCount("class-" + label, label))
                .toList();
    }
}
