package io.elmstream.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.ClassCount;
import io.elmstream.activity.LatencyHistogram;
import io.elmstream.activity.PartitionActivity;
import io.elmstream.activity.VersionActivity;
import io.elmstream.wire.ActivityRecords;
import io.elmstream.wire.ControlCodec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of a large application: 50 instances, 600 partitions, 40 versions, 10,000 sensors in alert. */
class PageSizeTest {

    private static final long T = 1_764_240_000_000L;
    private static final int INSTANCES = 50;
    private static final int SENSORS = 200;
    private static final int SECONDS = 60;
    private static final PageFacts FACTS =
            new PageFacts("elmstream", "i1", "1.0", true, 1_000, 10_800_000, false, true);

    @Test
    void shouldKeepStateAndChangesOfALargeApplicationSmall() throws Exception {
        // Given
        PageState state = new PageState(10_800, 1_000);
        Changes changes = new Changes(FACTS);
        long reading = 0;
        long writing = 0;
        long zipping = 0;
        int change = 0;
        int zipped = 0;
        int record = 0;

        // When
        for (int s = 1; s <= SECONDS; s++) {
            List<byte[]> records = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                records.add(ControlCodec.activityReports().encode(7, ActivityRecords.report(report(i, s))));
            }
            long began = cpuNanos();
            for (byte[] each : records) {
                state.take(ActivityRecords.read(each), T + 1_000L * s, T + 1_000L * s);
            }
            state.advance(T + 1_000L * s);
            long read = cpuNanos();
            byte[] written = changes.next(state, T + 1_000L * s);
            long wrote = cpuNanos();
            zipped = Gzip.block(written).length;
            change = written.length;
            zipping += s > SECONDS / 2 ? cpuNanos() - wrote : 0;
            writing += s > SECONDS / 2 ? wrote - read : 0;
            reading += s > SECONDS / 2 ? read - began : 0;
            record = records.get(0).length;
        }
        byte[] full = PageJson.state(FACTS, state, T + 1_000L * SECONDS);

        // Then
        System.out.printf(
                "CPU time: reading a second of reports %.1f ms, writing a change %.1f ms, compressing it %.1f ms; a"
                        + " report %,d bytes, a change %,d bytes, compressed %,d, the state after a minute"
                        + " %,d bytes, compressed %,d%n",
                reading / 1e6 / (SECONDS / 2.0),
                writing / 1e6 / (SECONDS / 2.0),
                zipping / 1e6 / (SECONDS / 2.0),
                record,
                change,
                zipped,
                full.length,
                Gzip.whole(full).length);
        assertThat(state.sensors().size()).isEqualTo(INSTANCES * SENSORS);
        assertThat(change).isLessThan(250_000);
        assertThat(full.length).isLessThan(500_000);
        assertThat(zipped).isLessThan(change / 4);
    }

    /** Says more than the time of day on a machine that does something else too. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static ActivityReport report(int i, int second) {
        List<VersionActivity> versions = IntStream.rangeClosed(1, 40)
                .mapToObj(v -> new VersionActivity(
                        "m" + v % 4,
                        v,
                        1 << 20,
                        100L * second,
                        80_000L * second,
                        List.of(new ClassCount("ok", 90L * second), new ClassCount("hot-" + v % 8, 10L * second))))
                .toList();
        TreeMap<Long, Long> latency = new TreeMap<>();
        IntStream.range(5, 65).forEach(bucket -> latency.put(LatencyHistogram.start(bucket), (long) bucket * second));
        List<PartitionActivity> partitions = IntStream.range(0, 12)
                .mapToObj(p -> new PartitionActivity("readings", 12 * i + p, second % 7, 30 + second % 5, true))
                .toList();
        return new ActivityReport(
                "instance-" + i,
                "elmstream",
                "1.0",
                "17",
                "10.0.0." + i + ":8080",
                T,
                T + 1_000L * second,
                false,
                "up",
                List.of(),
                List.of(),
                2,
                1 << 28,
                1 << 29,
                500L * second,
                versions,
                2L * second,
                second,
                SENSORS,
                Map.of("UNREADABLE", (long) second),
                LatencyHistogram.of(latency, 1_000),
                partitions,
                Reports.alerts(1_000 * i + 100 * (second % 2), 100, T),
                List.of());
    }
}
