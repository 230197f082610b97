package io.elmstream.readings.sparkplug;

import static io.elmstream.support.SparkplugPayloads.DOUBLE;
import static io.elmstream.support.SparkplugPayloads.FLOAT;
import static io.elmstream.support.SparkplugPayloads.INT8;
import static io.elmstream.support.SparkplugPayloads.STRING;
import static io.elmstream.support.SparkplugPayloads.UINT64;
import static io.elmstream.support.SparkplugPayloads.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.readings.sparkplug.Completion.Data;
import io.elmstream.readings.sparkplug.Completion.Kind;
import io.elmstream.readings.sparkplug.Completion.NoReading;
import io.elmstream.readings.sparkplug.Completion.Outcome;
import io.elmstream.readings.sparkplug.MetricValue.Real;
import io.elmstream.readings.sparkplug.MetricValue.Text;
import io.elmstream.readings.sparkplug.MetricValue.Whole;
import io.elmstream.support.SparkplugPayloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {

    private static final String NODE = "plant/edge-1";
    private static final String PUMP = NODE + "/pump-7";

    private final MemoryNodeStates states = new MemoryNodeStates();
    private final List<String> gaps = new ArrayList<>();
    private final Completion completion =
            new Completion(states, (topic, missing) -> gaps.add(missing + " before " + topic.type()));

    private Outcome take(String type, byte[] value, String... features) {
        boolean isOfDevice = type.startsWith("D");
        String topic = "spBv1.0/plant/" + type + "/edge-1" + (isOfDevice ? "/pump-7" : "");
        return completion.take(SparkplugTopic.parse(topic).orElseThrow(), value, Set.of(features));
    }

    private Payload data(byte[] value) throws Exception {
        Data data = (Data) take("DDATA", value);
        return Payload.parse(Objects.requireNonNull(data.value()));
    }

    private static byte[] birth() {
        return at(1_000, 1)
                .born("Inputs/Temp", 1, FLOAT, metric -> metric.setFloatValue(20))
                .born("Level", 2, INT8, metric -> metric.setIntValue(-3))
                .born("Mode", 3, STRING, metric -> metric.setStringValue("ECO"))
                .bytes();
    }

    private static Map<String, MetricValue> values(List<Metric> metrics) {
        Map<String, MetricValue> values = new TreeMap<>();
        metrics.forEach(metric -> values.put(metric.name(), metric.value()));
        return values;
    }

    @Test
    void shouldNameWhatChangedAndAddWhatDidNot() throws Exception {
        // Given
        assertThat(take("DBIRTH", birth())).isEqualTo(new NoReading(Kind.BIRTH));

        // When
        Payload data = data(
                at(2_000, 2).changed(1, metric -> metric.setFloatValue(21.5f)).bytes());

        // Then
        assertThat(data.metrics()).singleElement().satisfies(metric -> {
            assertThat(metric.name()).isEqualTo("Inputs/Temp");
            assertThat(metric.datatype()).isEqualTo(FLOAT);
            assertThat(metric.value()).isEqualTo(new Real(21.5));
        });
        assertThat(values(data.held().orElseThrow()))
                .isEqualTo(
                        Map.of("Inputs/Temp", new Real(20), "Level", new Whole(0xffff_fffdL), "Mode", new Text("ECO")));
    }

    @Test
    void shouldHoldTheLatestValues() throws Exception {
        // Given
        take("DBIRTH", birth());
        data(at(2_000, 2)
                .changed(1, metric -> metric.setFloatValue(22).setTimestamp(1_900))
                .changed(1, metric -> metric.setFloatValue(21).setTimestamp(1_800))
                .changed(3, metric -> metric.setIsNull(true))
                .changed(2, metric -> metric.setIntValue(5).setIsHistorical(true))
                .bytes());

        // When
        Payload data =
                data(at(3_000, 3).changed(2, metric -> metric.setIntValue(7)).bytes());

        // Then
        assertThat(values(data.held().orElseThrow()))
                .isEqualTo(Map.of(
                        "Inputs/Temp", new Real(22), "Level", new Whole(0xffff_fffdL), "Mode", MetricValue.NULL));
    }

    @Test
    void shouldForgetMoreMetricsThanCanBeReadAgain() {
        // Given: short names, so that more than 100,000 of them have fewer bytes than a state may have
        SparkplugPayloads birth = SparkplugPayloads.at(1_000, 1);
        for (int i = 0; i < Payload.MOST_METRICS; i++) {
            birth.named(shortName(i), metric -> {});
        }
        assertThat(take("DBIRTH", birth.bytes())).isEqualTo(new NoReading(Kind.BIRTH));

        // When
        SparkplugPayloads more = SparkplugPayloads.at(2_000, 2);
        for (int i = 0; i < 1_000; i++) {
            more.named(shortName(Payload.MOST_METRICS + i), metric -> metric.setBooleanValue(true));
        }
        Outcome first = take("DDATA", more.bytes());
        Outcome next = take("DDATA", more.bytes());

        // Then
        assertThat(List.of(first, next)).hasOnlyElementsOfType(Data.class);
        assertThat(states.get(PUMP)).isNotNull();
    }

    /** Three characters, which differ by number. */
    private static String shortName(int number) {
        return "" + (char) (' ' + number % 90) + (char) (' ' + number / 90 % 90) + (char) (' ' + number / 8_100);
    }

    @Test
    void shouldStartAnewWithEachBirth() throws Exception {
        // Given
        take("DBIRTH", birth());

        // When
        take(
                "DBIRTH",
                at(2_000, 2)
                        .born("Level", 1, INT8, metric -> metric.setIntValue(4))
                        .bytes());
        Payload data =
                data(at(3_000, 3).changed(1, metric -> metric.setIntValue(5)).bytes());

        // Then
        assertThat(data.metrics()).extracting(Metric::name).containsExactly("Level");
        assertThat(values(data.held().orElseThrow())).isEqualTo(Map.of("Level", new Whole(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NBIRTH", "NDEATH", "DDEATH"})
    void shouldForgetADevice(String type) throws Exception {
        // Given
        take("DBIRTH", birth());

        // When
        take(type, at(2_000, 2).bytes());
        Payload data =
                data(at(3_000, 3).changed(1, metric -> metric.setIntValue(5)).bytes());

        // Then
        assertThat(data.isComplete()).isFalse();
        assertThat(data.held()).contains(List.of());
        assertThat(states.get(PUMP)).isNull();
    }

    @Test
    void shouldNotForgetTheDevicesOfOtherNodes() throws Exception {
        // Given
        take("DBIRTH", birth());

        // When
        for (String node : List.of("edge", "edge-", "edge-10", "edge-2")) {
            completion.take(
                    SparkplugTopic.parse("spBv1.0/plant/NBIRTH/" + node).orElseThrow(), at(1, 0).bytes(), Set.of());
        }

        // Then
        assertThat(states.get(PUMP)).isNotNull();
    }

    @Test
    void shouldIgnoreTheLateDeathOfAnEarlierSession() throws Exception {
        // Given
        take(
                "NBIRTH",
                at(1, 0).named("bdSeq", metric -> metric.setLongValue(8).setDatatype(UINT64))
                        .bytes());
        take("DBIRTH", birth());

        // When
        take("NDEATH", at(2, 0).named("bdSeq", metric -> metric.setLongValue(7)).bytes());

        // Then
        assertThat(states.get(NODE)).isNotNull();
        assertThat(states.get(PUMP)).isNotNull();

        // When
        take("NDEATH", at(2, 0).named("bdSeq", metric -> metric.setLongValue(8)).bytes());

        // Then
        assertThat(states.get(NODE)).isNull();
        assertThat(states.get(PUMP)).isNull();
    }

    @Test
    void shouldHoldValuesThatAreNamedWithoutABirth() throws Exception {
        // Given
        data(at(1, 0).named("a", metric -> metric.setDoubleValue(1).setDatatype(DOUBLE))
                .bytes());

        // When
        Payload data =
                data(at(2, 1).named("b", metric -> metric.setDoubleValue(2)).bytes());

        // Then
        assertThat(values(data.held().orElseThrow())).isEqualTo(Map.of("a", new Real(1)));
    }

    @Test
    void shouldLeaveAReplayedReadingAsItIs() throws Exception {
        // Given
        take("DBIRTH", birth());
        byte[] first =
                at(2_000, 2).changed(1, metric -> metric.setFloatValue(30)).bytes();
        byte[] complete = Objects.requireNonNull(((Data) take("DDATA", first)).value());
        take(
                "DDATA",
                at(3_000, 3).changed(1, metric -> metric.setFloatValue(40)).bytes());

        // When
        Outcome again = take("DDATA", complete);
        Payload next =
                data(at(4_000, 4).changed(2, metric -> metric.setIntValue(1)).bytes());

        // Then
        assertThat(((Data) again).value()).isSameAs(complete);
        assertThat(values(next.held().orElseThrow())).containsEntry("Inputs/Temp", new Real(40));
        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldCompleteAReplayedReadingThatHadNoBirth() throws Exception {
        // Given
        byte[] value =
                at(2_000, 2).changed(1, metric -> metric.setFloatValue(30)).bytes();
        byte[] buried = Objects.requireNonNull(((Data) take("DDATA", value)).value());
        assertThat(Payload.parse(buried).isComplete()).isFalse();

        // When
        take("DBIRTH", birth());
        Payload replayed = data(buried);
        Payload next =
                data(at(4_000, 3).changed(2, metric -> metric.setIntValue(1)).bytes());

        // Then
        assertThat(replayed.isComplete()).isTrue();
        assertThat(values(replayed.held().orElseThrow())).containsKey("Level");
        assertThat(values(next.held().orElseThrow())).containsEntry("Inputs/Temp", new Real(20));
    }

    @Test
    void shouldTakeDataAsAReadingIfAFeatureChanged() {
        // Given
        take("DBIRTH", birth());
        byte[] level = at(2_000, 2).changed(2, metric -> metric.setIntValue(1)).bytes();

        // When / Then
        assertThat(take("DDATA", level, "Inputs/Temp")).isEqualTo(new NoReading(Kind.UNCHANGED));
        assertThat(take("DDATA", level, "Inputs/Temp", "Level")).isInstanceOf(Data.class);
        assertThat(take(
                        "DDATA",
                        at(2_000, 2).changed(9, metric -> metric.setIntValue(1)).bytes(),
                        "Inputs/Temp"))
                .isInstanceOf(Data.class);
    }

    @Test
    void shouldTellOfGaps() {
        // When
        take("NBIRTH", at(1, 0).bytes());
        take("DBIRTH", at(1, 1).bytes());
        take("DDATA", at(1, 1).bytes());
        take("DDATA", at(1, 255).bytes());
        take("DDATA", at(1, 0).bytes());
        take("NBIRTH", at(1, 0).bytes());
        take("DDEATH", at(1, 3).bytes());

        // Then
        assertThat(gaps).containsExactly("253 before DDATA", "2 before DDEATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NCMD", "DCMD"})
    void shouldTakeCommandsAsNoReadings(String type) {
        assertThat(take(type, new byte[] {1, 2, 3})).isEqualTo(new NoReading(Kind.COMMAND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NBIRTH", "DBIRTH", "DDATA"})
    void shouldPassOnWhatCannotBeRead(String type) {
        // Given
        take("DBIRTH", birth());
        byte[] broken = "{'temp': 5}".getBytes(UTF_8);

        // When / Then
        assertThat(take(type, broken)).isEqualTo(new Data(broken));
        assertThat(states.get(PUMP) == null).isEqualTo(!type.equals("DDATA"));
    }

    @Test
    void shouldNotRememberMoreThanFitsIntoARecord() {
        // Given
        SparkplugPayloads birth = at(1, 0);
        for (int i = 0; i < Payload.MOST_METRICS; i++) {
            birth.born("metric " + i, i, INT8, metric -> metric.setIntValue(1));
        }
        byte[] value = birth.bytes();
        take("DBIRTH", birth());

        // When / Then
        assertThat(take("DBIRTH", value)).isEqualTo(new Data(value));
        assertThat(states.get(PUMP)).isNull();
    }

    @Test
    void shouldForgetWhatGrowsTooLong() throws Exception {
        // Given
        take("DBIRTH", birth());
        String text = "x".repeat(NodeStates.MOST_BYTES);

        // When
        Payload data =
                data(at(2, 2).changed(3, metric -> metric.setStringValue(text)).bytes());

        // Then
        assertThat(values(data.metrics())).containsEntry("Mode", new Text(text));
        assertThat(states.get(PUMP)).isNull();
    }
}
