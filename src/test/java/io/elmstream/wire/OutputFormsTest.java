package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.elmstream.elm.Abstention;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.support.Allocation;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.Prediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predictions and alerts in JSON say what they say in Avro, field by field. */
class OutputFormsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLASSES = 3;

    /** Labels, a sensor, a topic and a seed for the numbers. */
    private static final CompiledRules RULES = rules();

    record Given(byte[] sensor, List<String> labels, String topic, long time, long seed) {

        byte[] encode(ValueEncoder<ScoredReading> encoder) {
            Random random = new Random(seed);
            float[] probabilities = new float[2 * CLASSES];
            for (int i = 0; i < probabilities.length; i++) {
                probabilities[i] = (float) Math.pow(random.nextFloat(), 1 + random.nextInt(20));
            }
            ScoredReading scored = new ScoredReading("0_" + random.nextInt(100), encoder);
            scored.batch(random.nextLong(), random.nextInt());
            scored.source(topic, random.nextInt(), random.nextLong(), random.nextInt());
            VersionKey key = new VersionKey(new ModelId("shuttle"), random.nextInt());
            ServedVersion version = new ServedVersion(key, random.nextLong(), labels, trust(random));
            scored.scored(sensor, time, version, probabilities, CLASSES, random.nextBoolean());
            scored.features(new float[] {3 * random.nextFloat()}, 0);
            scored.judged(ServedRules.of(7, RULES.bind("shuttle", List.of(), labels)), random.nextInt(16), 0);
            return scored.encoded();
        }
    }

    private static Optional<Trust> trust(Random random) {
        float[] least = new float[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            least[c] = random.nextFloat();
        }
        return random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Trust(
                        new Abstention(least),
                        new LabelSets(0.9, least),
                        new TrainingRange(new float[] {0}, new float[] {1}, 1)));
    }

    private static CompiledRules rules() {
        try {
            return new RuleCompiler().compile(RuleSetFormat.parse("""
                    model: shuttle
                    version: 7
                    rules:
                      - {name: named, when: confidence > 2, label: "Pr\u00fcfen \\"\u2028"}
                      - {name: unsure, when: confidence > 2, abstain: true}
                      - {name: again, when: confidence > 2, label: a}
                      - {name: hidden, when: confidence > 2, abstain: true}
                    probes: [{confidence: 0.5, expect: {fired: []}}]
                    """));
        } catch (RuleSetException e) {
            throw new AssertionError(e);
        }
    }

    @Property
    void shouldSayInJsonWhatAPredictionSaysInAvro(@ForAll("readings") Given given) throws Exception {
        // Given
        Prediction avro = RecordReader.ofPredictions().read(given.encode(new PredictionEncoder(1)));

        // When
        byte[] json = given.encode(new JsonPredictionEncoder());

        // Then
        requireSameFields(JSON.readTree(json), avro);
        assertThat(RecordReader.ofPredictions().read(json)).isEqualTo(avro);
        assertThat(new String(new JsonRecordEncoder<Prediction>().encode(avro), UTF_8))
                .isEqualTo(new String(json, UTF_8));
    }

    @Property
    void shouldSayInJsonWhatAnAlertSaysInAvro(@ForAll("alerts") Alert alert) throws Exception {
        // Given
        Alert avro = RecordReader.ofAlerts().read(new RecordEncoder<Alert>(1).encode(alert));

        // When
        byte[] json = new JsonRecordEncoder<Alert>().encode(alert);

        // Then
        requireSameFields(JSON.readTree(json), avro);
        assertThat(RecordReader.ofAlerts().read(json)).isEqualTo(avro);
    }

    @Property
    void shouldWriteTimesInMilliseconds(@ForAll("times") long first, @ForAll("times") long second) {
        // Given
        IsoTime times = new IsoTime();

        for (long time : List.of(first, second, second + 1, first)) {
            // When
            String text = new String(times.ascii(time), UTF_8);

            // Then
            assertThat(text).isEqualTo(IsoTime.text(Instant.ofEpochMilli(time))).matches(".+\\.\\d{3}Z");
            assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(time);
        }
    }

    @Property
    void shouldReadAnyBytesOrSayThatItCannot(@ForAll("readings") Given given, @ForAll int where, @ForAll byte what) {
        // Given
        byte[] json = given.encode(new JsonPredictionEncoder());
        json[Math.floorMod(where, json.length)] = what;

        // When / Then
        try {
            assertThat(RecordReader.ofPredictions().read(json)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e).hasMessageMatching("(?s).*(Prediction|field|bytes).*");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`change`:`RAISED`|`change`:`GONE`|the field `change` must be one of [RAISED, CLEARED], but is",
                "`version`:4|`version`:4.5|the field `version` must be int, but is VALUE_NUMBER_FLOAT",
                "`version`:4|`version`:4000000000|out of range",
                "`version`:4,|NOTHING|the Alert has no field `version`",
                "1970-01-01T00:00:00.005Z|1970|the field `eventTime` must be a time such as",
                "`sourceIndex`:7|`sourceIndex`:7}{|more JSON follows the Alert",
                "`sourceIndex`:7|`sourceIndex`|not a Alert in JSON: Unexpected character",
            })
    void shouldNameWhatIsWrong(String right, String wrong, String message) {
        // Given
        String json = new String(new JsonRecordEncoder<Alert>().encode(alert("leak", 0.5f, 5)), UTF_8);
        String broken = json.replace(quoted(right), wrong.equals("NOTHING") ? "" : quoted(wrong));

        // When / Then
        assertThat(broken).isNotEqualTo(json);
        assertThatThrownBy(() -> RecordReader.ofAlerts().read(broken.getBytes(UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(message.replace('`', '\''));
    }

    private static String quoted(String json) {
        return json.replace('`', '"');
    }

    @Test
    void shouldIgnoreFieldsOfLaterReleasesAndFillInThoseOfThisOne() throws Exception {
        // Given
        Alert alert = alert("leak", 0.5f, 5);
        String json = new String(new JsonRecordEncoder<Alert>().encode(alert), UTF_8)
                .replace("\"sourceIndex\":7", "\"later\":{\"a\":[1,{}]}");

        // When
        Alert read = RecordReader.ofAlerts().read(json.getBytes(UTF_8));

        // Then
        assertThat(read.getSourceIndex()).isZero();
        assertThat(read.getSourceOffset()).isEqualTo(alert.getSourceOffset());
    }

    @Test
    void shouldWriteNullForANumberThatJsonDoesNotHave() throws Exception {
        // Given
        Alert alert = alert("leak", Float.NaN, 5);

        // When
        byte[] json = new JsonRecordEncoder<Alert>().encode(alert);

        // Then
        assertThat(JSON.readTree(json).get("confidence").isNull()).isTrue();
        assertThat(RecordReader.ofAlerts().read(json).getConfidence()).isNaN();
    }

    @Test
    void shouldTakeLittleMemoryButThePredictionsOwn() throws Exception {
        // Given
        ScoredReading scored = new ScoredReading("0_0", new JsonPredictionEncoder());
        VersionKey key = new VersionKey(new ModelId("shuttle"), 1);
        ServedVersion version = new ServedVersion(key, 1, List.of("a", "b", "c"));
        scored.source("readings", 0, 0, 0);
        scored.scored("pump-1".getBytes(UTF_8), 5, version, new float[] {0.25f, 0.5f, 0.25f}, 0, false);
        int bytes = scored.encoded().length;
        int rounds = 10_000;

        // When
        long allocated = Allocation.of(() -> {
            for (int i = 0; i < rounds; i++) {
                scored.batch(i % 60, 256);
                scored.encoded();
            }
        });

        // Then: texts of the sensor, the topic, the task and the numbers
        assertThat(allocated / rounds).isLessThan(bytes + 1_000L);
    }

    private static void requireSameFields(JsonNode json, SpecificRecord avro) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .isEqualTo(avro.getSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .toList());
        for (Schema.Field field : avro.getSchema().getFields()) {
            requireSame(json.get(field.name()), avro.get(field.pos()), field.name());
        }
    }

    private static void requireSame(JsonNode json, Object avro, String field) {
        if (avro instanceof List<?> list) {
            assertThat(((ArrayNode) json)).describedAs(field).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                requireSame(json.get(i), list.get(i), field);
            }
        } else if (avro instanceof SpecificRecord record) {
            requireSameFields(json, record);
        } else if (avro instanceof Instant time) {
            assertThat(Instant.parse(json.textValue())).describedAs(field).isEqualTo(time);
        } else if (avro instanceof Float number) {
            assertThat(Float.parseFloat(json.asText())).describedAs(field).isEqualTo(number);
        } else if (avro instanceof Number number) {
            assertThat(json.isIntegralNumber()).describedAs(field).isTrue();
            assertThat(json.longValue()).describedAs(field).isEqualTo(number.longValue());
        } else if (avro instanceof Boolean flag) {
            assertThat(json.booleanValue()).describedAs(field).isEqualTo(flag);
        } else if (avro == null) {
            assertThat(json.isNull()).describedAs(field).isTrue();
        } else {
            assertThat(json.textValue()).describedAs(field).isEqualTo(avro.toString());
        }
    }

    @Provide
    Arbitrary<Given> readings() {
        Arbitrary<byte[]> sensors = Arbitraries.oneOf(
                texts().map(text -> text.getBytes(UTF_8)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20));
        return Combinators.combine(
                        sensors, texts().list().ofSize(CLASSES).uniqueElements(), texts(), times(), Arbitraries.longs())
                .as(Given::new);
    }

    @Provide
    Arbitrary<Alert> alerts() {
        return Combinators.combine(texts(), Arbitraries.floats().between(0, 1), times())
                .as(OutputFormsTest::alert);
    }

    private static Alert alert(String text, float confidence, long time) {
        return new Alert(
                "00ff",
                AlertChange.RAISED,
                text,
                "shuttle",
                4,
                text,
                confidence,
                Instant.ofEpochMilli(time),
                "readings",
                3,
                1L << 60,
                7,
                "hot",
                2,
                "WARNING",
                text,
                text,
                text);
    }

    @Provide
    Arbitrary<Long> times() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(-62_167_219_200_000L, 253_402_300_799_999L),
                Arbitraries.longs().between(1_764_000_000_000L, 1_764_000_000_000L + 86_400_000),
                Arbitraries.longs());
    }

    /** Texts that need quoting: control characters, quotes, halves of pairs, line separators, emoji. */
    private static Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(
                "a",
                "\"",
                "\\",
                "/",
                "\0",
                "\n",
                "\u001f",
                "\u007f",
                "\u2028",
                "\u2029",
                "\ufeff",
                "\uffff",
                "é",
                "漏",
                "\ud83d\ude00",
                "\ud83d",
                "\ude00",
                "</script>");
        return Arbitraries.oneOf(
                parts.list().ofMaxSize(8).map(list -> String.join("", list)),
                Arbitraries.strings().all().ofMaxLength(300));
    }
}
