package io.elmstream.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.wire.ActivityRecords;
import io.elmstream.wire.ControlCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PastReportsTest {

    private static final long T = 1_764_240_000_000L;

    private final List<Long> read = new ArrayList<>();
    private final PastReports past = new PastReports(T, record -> read.add((record.timestamp() - T) / 1_000));

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
    void shouldShowTheSameHistoryAsAllReports() throws Exception {
        // Given: an instance that starts again after 20 minutes
        PageState all = new PageState(3_600, 1_000);
        PageState chosen = new PageState(3_600, 1_000);
        PastReports reports = new PastReports(T, record -> take(chosen, record));

        // When
        for (long second = -1_800; second <= 0; second++) {
            long started = second < -600 ? T - 1_801_000 : T - 600_500;
            ConsumerRecord<byte[], byte[]> record = record("i1", started, second);
            reports.take(record);
            take(all, record);
        }
        reports.end();
        all.advance(T);
        chosen.advance(T);

        // Then
        double[] expected = values(all);
        double[] shown = values(chosen);
        assertThat(shown).hasSameSizeAs(expected);
        for (int i = 0; i < shown.length; i++) {
            assertThat(shown[i]).as("time %s", i).isCloseTo(expected[i], within());
        }
    }

    private static Offset<Double> within() {
        return Offset.offset(4.0);
    }

    private static void take(PageState state, ConsumerRecord<byte[], byte[]> record) {
        try {
            state.advance(record.timestamp());
            state.take(ActivityRecords.read(record.value()), record.timestamp(), record.timestamp());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static double[] values(PageState state) {
        return state.versions()
                .all()
                .get(new Since.Version("m", 1))
                .values(state.axis().orElseThrow())
                .toArray();
    }

    /** A report of an instance that counts 100 each second. */
    private static ConsumerRecord<byte[], byte[]> record(String instance, long startedAt, long second) {
        long at = T + 1_000 * second;
        byte[] value = ControlCodec.activityReports()
                .encode(7, ActivityRecords.report(Reports.of(instance, startedAt, at, (at - startedAt) / 10, 0)));
        return new ConsumerRecord<>(
                "activity",
                0,
                0,
                at,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                ActivityRecords.key(instance).getBytes(UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
