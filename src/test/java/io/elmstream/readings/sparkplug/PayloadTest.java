package io.elmstream.readings.sparkplug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.elmstream.readings.sparkplug.MetricValue.Flag;
import io.elmstream.readings.sparkplug.MetricValue.Real;
import io.elmstream.readings.sparkplug.MetricValue.Text;
import io.elmstream.readings.sparkplug.MetricValue.Whole;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.tahu.protobuf.SparkplugBProto;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric.Builder;

/** The codec of payloads beside the classes that Protobuf's compiler makes for Eclipse Tahu. */
class PayloadTest {

    private static final byte[] HELD = PayloadWriter.of(List.of());

    @Provide
    Arbitrary<SparkplugBProto.Payload> payloads() {
        return Arbitraries.randomValue(PayloadTest::payload);
    }

    private static SparkplugBProto.Payload payload(Random random) {
        SparkplugBProto.Payload.Builder payload = SparkplugBProto.Payload.newBuilder();
        if (random.nextBoolean()) {
            payload.setTimestamp(random.nextLong());
        }
        if (random.nextBoolean()) {
            payload.setSeq(random.nextInt(256)).setUuid("u-1");
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            payload.addMetrics(metric(random));
        }
        return payload.build();
    }

    private static SparkplugBProto.Payload.Metric metric(Random random) {
        Builder metric = SparkplugBProto.Payload.Metric.newBuilder();
        if (random.nextBoolean()) {
            metric.setName(List.of("Inputs/Temp", "Druck °C", "a").get(random.nextInt(3)));
        }
        if (random.nextBoolean()) {
            metric.setAlias(random.nextBoolean() ? random.nextInt(5) : random.nextLong());
        }
        if (random.nextBoolean()) {
            metric.setTimestamp(random.nextLong());
        }
        if (random.nextBoolean()) {
            metric.setDatatype(random.nextInt(20));
        }
        if (random.nextBoolean()) {
            metric.setIsHistorical(random.nextBoolean()).setIsTransient(true);
        }
        if (random.nextInt(4) == 0) {
            metric.setIsNull(random.nextBoolean());
        }
        if (random.nextBoolean()) {
            metric.setProperties(
                    SparkplugBProto.Payload.PropertySet.newBuilder().addKeys("engUnit"));
        }
        switch (random.nextInt(9)) {
            case 0 -> metric.setIntValue(random.nextInt());
            case 1 -> metric.setLongValue(random.nextLong());
            case 2 -> metric.setFloatValue(random.nextFloat());
            case 3 -> metric.setDoubleValue(random.nextGaussian());
            case 4 -> metric.setBooleanValue(random.nextBoolean());
            case 5 -> metric.setStringValue("é".repeat(random.nextInt(200)));
            case 6 -> metric.setBytesValue(ByteString.copyFrom(new byte[random.nextInt(9)]));
            case 7 ->
                metric.setDatasetValue(
                        SparkplugBProto.Payload.DataSet.newBuilder().setNumOfColumns(2));
            default -> {}
        }
        return metric.build();
    }

    private static Metric expected(SparkplugBProto.Payload.Metric metric) {
        MetricValue value = switch (metric.getValueCase()) {
            case INT_VALUE -> new Whole(Integer.toUnsignedLong(metric.getIntValue()));
            case LONG_VALUE -> new Whole(metric.getLongValue());
            case FLOAT_VALUE -> new Real(metric.getFloatValue());
            case DOUBLE_VALUE -> new Real(metric.getDoubleValue());
            case BOOLEAN_VALUE -> new Flag(metric.getBooleanValue());
            case STRING_VALUE -> new Text(metric.getStringValue());
            case VALUE_NOT_SET -> MetricValue.NONE;
            default -> MetricValue.OTHER;
        };
        return new Metric(
                metric.getName(),
                metric.hasAlias() ? OptionalLong.of(metric.getAlias()) : OptionalLong.empty(),
                metric.hasTimestamp() ? OptionalLong.of(metric.getTimestamp()) : OptionalLong.empty(),
                metric.getDatatype(),
                metric.getIsHistorical(),
                metric.getIsNull() ? MetricValue.NULL : value);
    }

    @Property
    void shouldReadWhatOthersWrite(@ForAll("payloads") SparkplugBProto.Payload theirs) throws Exception {
        // When
        Payload read = Payload.parse(theirs.toByteArray());

        // Then
        assertThat(read.timestamp())
                .isEqualTo(theirs.hasTimestamp() ? OptionalLong.of(theirs.getTimestamp()) : OptionalLong.empty());
        assertThat(read.seq()).isEqualTo(theirs.hasSeq() ? OptionalInt.of((int) theirs.getSeq()) : OptionalInt.empty());
        assertThat(read.metrics())
                .isEqualTo(theirs.getMetricsList().stream()
                        .map(PayloadTest::expected)
                        .toList());
        assertThat(read.held()).isEmpty();
    }

    @Property
    void shouldWriteWhatOthersRead(@ForAll("payloads") SparkplugBProto.Payload theirs) throws Exception {
        // Given
        List<Metric> metrics = Payload.parse(theirs.toByteArray()).metrics();

        // When
        byte[] written = PayloadWriter.of(metrics);

        // Then
        assertThat(SparkplugBProto.Payload.parseFrom(written).getMetricsList().stream()
                        .map(PayloadTest::expected))
                .isEqualTo(metrics);
        assertThat(Payload.parse(written).metrics()).isEqualTo(metrics);
    }

    @Property
    void shouldKeepAllThatACompletePayloadHad(@ForAll("payloads") SparkplugBProto.Payload theirs) throws Exception {
        // Given
        byte[] original = theirs.toByteArray();
        Payload payload = Payload.parse(original);
        Metric born = new Metric("born", OptionalLong.empty(), OptionalLong.empty(), 3, false, MetricValue.NONE);
        List<Metric> named =
                payload.metrics().stream().map(each -> each.completedBy(born)).toList();

        // When
        byte[] completed = PayloadWriter.completed(original, payload, named, HELD);

        // Then
        assertThat(Payload.parse(completed).metrics()).isEqualTo(named);
        assertThat(Payload.parse(completed).held()).contains(List.of());
        SparkplugBProto.Payload.Builder expected = theirs.toBuilder();
        expected.getMetricsBuilderList().forEach(metric -> {
            metric.setName(metric.getName().isEmpty() ? "born" : metric.getName());
            metric.setDatatype(metric.getDatatype() == 0 ? 3 : metric.getDatatype());
        });
        assertThat(SparkplugBProto.Payload.parseFrom(completed).toBuilder()
                        .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                        .build())
                .isEqualTo(expected.build());
    }

    @Property
    void shouldRejectOrReadDamagedPayloads(@ForAll("payloads") SparkplugBProto.Payload theirs, @ForAll long seed) {
        // Given
        Random random = new Random(seed);
        byte[] damaged = Arrays.copyOf(theirs.toByteArray(), theirs.getSerializedSize() + random.nextInt(3));
        for (int i = 0; i < 3 && damaged.length > 0; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }

        // When / Then
        try {
            assertThat(Payload.parse(damaged).metrics()).hasSizeLessThanOrEqualTo(damaged.length);
        } catch (UnreadableRecordException e) {
            assertThat(e).hasMessageContaining("is no payload of Sparkplug B, at byte ");
        }
    }

    @Example
    void shouldSayWhereAPayloadIsTruncatedOrLies() {
        assertThatThrownBy(() -> Payload.parse(new byte[] {0x12, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}))
                .hasMessage(
                        "is no payload of Sparkplug B, at byte 1: a length is 268435455, but 0 bytes follow (of 5)");
        assertThatThrownBy(() -> Payload.parse("{\"temp\": 5}".getBytes(UTF_8)))
                .hasMessageContaining("is no payload of Sparkplug B, at byte ");
    }

    @Example
    void shouldTakeManyMetricsAndNoMore() throws Exception {
        // Given
        byte[] most = new byte[2 * Payload.MOST_METRICS];
        for (int i = 0; i < most.length; i += 2) {
            most[i] = Payload.METRICS << 3 | 2;
        }
        byte[] more = Arrays.copyOf(most, most.length + 2);
        more[most.length] = most[0];

        // When / Then
        assertThat(Payload.parse(most).metrics()).hasSize(100_000);
        assertThatThrownBy(() -> Payload.parse(more)).hasMessageContaining("there are more than 100000 metrics");
    }

    @Example
    void shouldNotFollowPayloadsInPayloads() {
        // Given
        byte[] nested = new byte[0];
        for (int i = 0; i < 3; i++) {
            nested = PayloadWriter.completed(
                    new byte[0],
                    new Payload(OptionalLong.empty(), OptionalInt.empty(), List.of(), Optional.empty()),
                    List.of(),
                    nested);
        }
        byte[] value = nested;

        // When / Then
        assertThatThrownBy(() -> Payload.parse(value)).hasMessageContaining("the field 10100 is there twice");
    }
}
