package io.elmstream.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.activity.ActivityReport;
import io.elmstream.wire.ActivityRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PastReportsTest {

    private static final long T = 1_764_240_000_000L;

    private final List<Long> read = new ArrayList<>();
    private final List<Integer> together = new ArrayList<>();
    private final PastReports past = new PastReports(T, records -> {
        together.add(records.size());
        records.forEach(record -> read.add((record.timestamp() - T) / 1_000));
    });

    @Test
    void shouldReadTheLastOfEachHalfMinuteAndAllOfTheLastTenMinutes() {
        // When
        for (long second = -1_000; second <= 0; second++) {
            past.take(record("i1", T - 5_000_000, second));
        }
        past.end();

        // Then
        assertThat(read).hasSizeBetween(600 + 10, 600 + 90).contains(-961L, -931L, -901L, -600L, -599L, 0L);
        assertThat(read).doesNotContain(-960L, -930L, -932L).doesNotHaveDuplicates();
        assertThat(read).isSorted();
    }

    @Test
    void shouldReadTheLastOfEachProcess() {
        // When: one starts again, another is gone
        past.take(record("i1", T - 9_000_000, -3_600));
        past.take(record("i2", T - 9_000_000, -3_599));
        past.take(record("i1", T - 9_000_000, -3_598));
        past.take(record("i1", T - 3_597_000, -3_596));
        past.take(record("i1", T - 3_597_000, -3_595));
        past.end();

        // Then
        assertThat(read).containsExactlyInAnyOrder(-3_599L, -3_598L, -3_595L);
    }

    @Test
    void shouldReadWhatItDoesNotKnow() {
        // When
        past.take(new ConsumerRecord<>("activity", 0, 1, new byte[] {1}, new byte[] {1, 2, 3}));
        past.take(new ConsumerRecord<>("activity", 0, 2, new byte[] {1}, new byte[] {1, 2, 3}));
        past.end();

        // Then
        assertThat(read).hasSize(2);
    }

    @Test
    void shouldReadTheReportsOfAHalfMinuteTogetherOnceItIsOver() {
        // When: one instance is gone, the clock of another is 20 seconds ahead
        past.take(record("gone", T - 9_000_000, -3_590));
        for (long second = -3_600; second < -3_510; second++) {
            past.take(record("i1", T - 9_000_000, second));
            past.take(record("ahead", T - 9_000_000, second + 20));
        }

        // Then
        assertThat(read).containsExactly(-3_590L, -3_571L, -3_571L, -3_541L, -3_541L);
        assertThat(together).containsExactly(3, 2);
    }

    @Test
    void shouldReadFewReportsOfAnInstanceWhoseClockIsBehind() {
        // When
        for (long second = -3_000; second < -2_400; second++) {
            past.take(record("i1", T - 9_000_000, second));
            past.take(record("behind", T - 9_000_000, second - 300));
        }
        past.end();

        // Then
        assertThat(read).hasSizeBetween(40, 80);
        assertThat(read.stream().filter(second -> second < -3_000)).isSorted().contains(-3_001L, -3_031L);
    }

    @Test
    void shouldReadNoMoreThanTheMostReportsTogether() {
        // When
        for (int i = 0; i < 5_000; i++) {
            past.take(record("i" + i, T - 9_000_000, -3_600));
        }
        past.end();

        // Then
        assertThat(read).hasSize(5_000);
        assertThat(together).allMatch(size -> size <= 2_001);
    }

    @Test
    void shouldShowTheSameHistoryAsAllReports() {
        // Given: instances that differ in latency; one starts again, one leaves, one is gone
        PageState all = new PageState(3_600, 1_000);
        PageState chosen = new PageState(3_600, 1_000);
        PastReports reports = new PastReports(T, records -> {
            records.forEach(record -> {
                ActivityReport report = report(record);
                chosen.takePast(report, record.timestamp(), T);
            });
            chosen.advancePast();
        });

        // When
        for (long second = -1_800; second <= 10; second++) {
            for (ActivityReport each : of(second)) {
                all.advance(each.at());
                all.take(each, each.at(), each.at());
                if (second <= 0) {
                    reports.take(record(each));
                } else {
                    reports.end();
                    chosen.advance(each.at());
                    chosen.take(each, each.at(), each.at());
                }
            }
        }

        // Then
        all.advance(T + 15_000);
        chosen.advance(T + 15_000);
        TimeAxis axis = all.axis().orElseThrow();
        assertThat(chosen.axis()).contains(axis);
        Since.Version version = new Since.Version("m", 1);
        assertClose(
                "versions",
                axis,
                all.versions().all().get(version),
                chosen.versions().all().get(version),
                0.06);
        for (String name : List.of("latencyMedian", "latencyP99", "lag")) {
            assertClose(name, axis, all.single().get(name), chosen.single().get(name), 0);
        }
    }

    /** The reports of a second. */
    private static List<ActivityReport> of(long second) {
        long at = T + 1_000 * second;
        long began = T - 1_801_000;
        long again = T - 600_500;
        List<ActivityReport> reports = new ArrayList<>();
        reports.add(Reports.slow("i1", began, at, false, (at - began) / 10, 20));
        long started = at < again ? began : again;
        reports.add(Reports.slow("i2", started, at, false, (at - started) * 3 / 20, 500));
        if (second <= -900) {
            reports.add(Reports.slow("leaves", began, at, second == -900, (at - began) / 10, 2_000));
        }
        if (second <= -1_004) {
            reports.add(Reports.slow("gone", began, at, false, (at - began) / 10, 10_000));
        }
        return reports;
    }

    private static void assertClose(String name, TimeAxis axis, Track expected, Track shown, double share) {
        double[] values = expected.values(axis).toArray();
        double[] others = shown.values(axis).toArray();
        long[] times = axis.times().toArray();
        assertThat(others).hasSameSizeAs(values);
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                assertThat(others[i]).as("%s at %s", name, times[i] - T / 1_000).isNaN();
            } else {
                assertThat(others[i])
                        .as("%s at %s", name, times[i] - T / 1_000)
                        .isCloseTo(values[i], within(share * values[i]));
            }
        }
    }

    private static ActivityReport report(ConsumerRecord<byte[], byte[]> record) {
        try {
            return ActivityRecords.read(record.value());
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** A record of an instance that counts 100 each second. */
    private static ConsumerRecord<byte[], byte[]> record(String instance, long startedAt, long second) {
        long at = T + 1_000 * second;
        return record(Reports.of(instance, startedAt, at, (at - startedAt) / 10, 0));
    }

    private static ConsumerRecord<byte[], byte[]> record(ActivityReport report) {
        byte[] value = ControlCodec.activityReports().encode(7, ActivityRecords.report(report));
        return new ConsumerRecord<>(
                "activity",
                0,
                0,
                report.at(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                ActivityRecords.key(report.instanceId()).getBytes(UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
