package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.streams.processor.api.Record;

class OutputLimitTest {

    private static final Header TRACE = new RecordHeader("trace", new byte[300]);
    private static final Header OWN = new RecordHeader("content-type", "application/json".getBytes(UTF_8));

    private static final long NOW = 1_800_000_000_000L;

    @Property(tries = 200)
    void shouldNeverCountLessThanTheProducerDoes(
            @ForAll @IntRange(max = 100_000) int key,
            @ForAll @IntRange(max = 2_000_000) int value,
            @ForAll("headers") List<Header> headers) {
        // When
        int size = OutputLimit.size(new byte[key], value, new RecordHeaders(headers));

        // Then
        assertThat(size)
                .isGreaterThanOrEqualTo(AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        CompressionType.NONE,
                        new byte[key],
                        new byte[value],
                        headers.toArray(new Header[0])));
    }

    @Property(tries = 200)
    void shouldTakeWhatWasMadeToFitUnlessKeyAndValueAreTooLarge(
            @ForAll @IntRange(max = 1_024) int key,
            @ForAll @IntRange(max = 100_000) int value,
            @ForAll("headers") List<Header> headers,
            @ForAll long timestamp) {
        // Given
        OutputLimit limit = OutputLimit.of(1 << 20, 50_000, 3_600_000, 3_600_000);
        Record<byte[], String> record =
                new Record<>(new byte[key], "", Math.max(0, timestamp), new RecordHeaders(headers));

        // When
        Record<byte[], String> fitting = limit.fit(record, List.of(), value, NOW);

        // Then
        assertThat(fitting.key()).isEqualTo(record.key());
        assertThat(limit.takes(fitting, value, NOW) || key + value + 300 > limit.maxBytes())
                .isTrue();
    }

    @Property(tries = 200)
    void shouldHaveRoomForASignatureBesideAValue(
            @ForAll @IntRange(max = 1_024) int key,
            @ForAll @IntRange(min = OutputLimit.LEAST_BYTES, max = 2_000_000) int messageBytes) {
        // Given
        OutputLimit limit = OutputLimit.of(1 << 20, messageBytes, Long.MAX_VALUE, Long.MAX_VALUE);
        RecordHeaders signature = new RecordHeaders();
        signature.add("elmstream.signature", new byte[512]);

        // When
        int room = limit.room(new byte[key]);

        // Then
        assertThat(room).isGreaterThan(OutputLimit.LEAST_BYTES / 2);
        assertThat(OutputLimit.size(new byte[key], room, signature)).isLessThanOrEqualTo(limit.maxBytes());
        assertThat(limit.withBytes(20_000).maxBytes()).isLessThanOrEqualTo(20_000);
    }

    @Example
    void shouldMarkWhatItLeavesOut() {
        // Given
        OutputLimit limit = OutputLimit.of(1 << 20, 20_000, Long.MAX_VALUE, 3_600_000);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[30_000]);
        headers.add("nothing", null);
        long nextYear = NOW + Duration.ofDays(365).toMillis();

        // When
        Record<byte[], String> fitting =
                limit.fit(new Record<>("pump".getBytes(UTF_8), "", nextYear, headers), List.of(OWN), 100, NOW);

        // Then
        assertThat(fitting.timestamp()).isEqualTo(NOW);
        assertThat(fitting.headers().toArray())
                .containsExactly(
                        OWN,
                        new RecordHeader("elmstream.truncated.headers", "2".getBytes(UTF_8)),
                        new RecordHeader(
                                "elmstream.timestamp", Long.toString(nextYear).getBytes(UTF_8)));
        assertThat(headers.toArray()).hasSize(2);
    }

    @Example
    void shouldLeaveAloneWhatFits() {
        // Given
        OutputLimit limit = OutputLimit.of(1 << 20, 20_000, Long.MAX_VALUE, 3_600_000);
        Record<byte[], String> record = new Record<>("pump".getBytes(UTF_8), "", 1, new RecordHeaders());

        // When, then
        assertThat(limit.fit(record, List.of(), 100, NOW)).isSameAs(record);
    }

    @Example
    void shouldAddItsOwnHeadersAndCountThem() {
        // Given
        OutputLimit limit = OutputLimit.ofBytes(1_000);
        Record<byte[], String> record = new Record<>("pump".getBytes(UTF_8), "", 1, new RecordHeaders(List.of(TRACE)));
        int rest = OutputLimit.size(record.key(), 0, List.of(TRACE, OWN));

        // When
        Record<byte[], String> whole = limit.fit(record, List.of(OWN), 1_000 - rest, NOW);
        Record<byte[], String> cut = limit.fit(record, List.of(OWN), 1_001 - rest, NOW);

        // Then
        assertThat(whole.headers().toArray()).containsExactly(TRACE, OWN);
        assertThat(cut.headers().toArray())
                .containsExactly(OWN, new RecordHeader("elmstream.truncated.headers", "1".getBytes(UTF_8)));
        assertThat(record.headers().toArray()).containsExactly(TRACE);
    }

    @Provide
    Arbitrary<List<Header>> headers() {
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(50);
        Arbitrary<byte[]> values =
                Arbitraries.integers().between(0, 40_000).map(byte[]::new).injectNull(0.1);
        return Combinators.combine(names, values)
                .as((name, value) -> (Header) new RecordHeader(name, value))
                .list()
                .ofMaxSize(20)
                .map(ArrayList::new);
    }
}
