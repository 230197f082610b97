package io.elmstream.readings.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.readings.sparkplug.MetricValue.Flag;
import io.elmstream.readings.sparkplug.MetricValue.Real;
import io.elmstream.readings.sparkplug.MetricValue.Text;
import io.elmstream.readings.sparkplug.MetricValue.Whole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeldMetricsTest {

    /** What a release wrote can be read for ever. The file is never written again. */
    private static final Path STORED = Path.of("src/test/resources/wire/node-state.bin");

    private static final List<Metric> METRICS = List.of(
            metric("bdSeq", OptionalLong.empty(), 8, new Whole(4)),
            metric("Inputs/Temp", OptionalLong.of(1), 9, new Real(20.5)),
            metric("Pressure", OptionalLong.of(300), 10, new Real(0.1)),
            metric("Rate", OptionalLong.of(-1), 2, new Whole(65_531)),
            metric("Valve", OptionalLong.of(0), 11, new Flag(true)),
            metric("Mode", OptionalLong.of(2), 12, new Text("Größe")),
            metric("Level", OptionalLong.of(3), 3, MetricValue.NULL),
            metric("Table", OptionalLong.of(4), 16, MetricValue.OTHER),
            metric("Unset", OptionalLong.of(5), Metric.UNKNOWN, MetricValue.NONE));

    private static Metric metric(String name, OptionalLong alias, int datatype, MetricValue value) {
        return new Metric(name, alias, OptionalLong.empty(), datatype, false, value);
    }

    @Test
    void shouldReadWhatTheFirstReleaseWrote() throws Exception {
        // Given
        byte[] bytes = Files.readAllBytes(STORED);

        // When
        HeldMetrics read = HeldMetrics.decode(bytes);

        // Then
        assertThat(read.encode()).isEqualTo(bytes);
        assertThat(METRICS).allSatisfy(metric -> {
            assertThat(read.named(metric.name())).contains(metric);
            assertThat(read.of(new Metric("", metric.alias(), metric.timestamp(), 0, false, MetricValue.NONE)))
                    .isEqualTo(metric.alias().isPresent() ? Optional.of(metric) : Optional.empty());
        });
    }

    @Test
    void shouldWriteThisForm() throws Exception {
        // Given
        Payload birth = new Payload(OptionalLong.empty(), OptionalInt.empty(), METRICS, Optional.empty());

        // When
        byte[] written = HeldMetrics.ofBirth(birth).encode();

        // Then
        assertThat(written).isEqualTo(Files.readAllBytes(STORED));
    }

    @Test
    void shouldNotReadTheFormOfALaterRelease() {
        assertThatThrownBy(() -> HeldMetrics.decode(new byte[] {2, 0}))
                .hasMessage("2 bytes that are not the metrics of a node in format 1");
    }
}
