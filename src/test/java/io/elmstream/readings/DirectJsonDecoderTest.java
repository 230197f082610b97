package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the fast form of JSON together with the readable one: the same for any bytes. */
class DirectJsonDecoderTest {

    private static final String SINGLE = """
            {"t": {"format": "json", "sensor": "device.id", "label": "says", "time": {"path": "ts", "unit": "s"},
                   "features": {"a": {"path": "a", "missing": 0}, "b": "in.b", "c": "list[1]",
                                "d": {"path": "d", "type": "boolean"},
                                "e": "in.list[0].deep", "ü": "ü"}}}""";
    private static final String PACK = """
            {"t": {"format": "json", "each": "all[]", "sensor": "device.id",
                   "features": {"a": "all[].a", "b": "in.b", "c": "all[].c"}}}""";

    private static final String MANY = """
            {"t": {"format": "json", "sensor": "id", "missing": 0, "features": {
                   "temp": "temp", "rpm": {"path": "rpm", "scale": 0.1, "offset": -40}, "voltage": "voltage",
                   "pressure": "pressure", "vibration_x_axis": "vibration_x_axis",
                   "vibration": {"path": "vibration", "type": "boolean"}, "ü": "ü", "deep": "in.deep"}}}""";
    private static final List<String> MANY_NAMES = List.of(
            "temp", "rpm", "voltage", "pressure", "vibration", "vibration_x_axis", "ü", "in", "id", "pres", "x");

    private static final List<String> NAMES =
            List.of("a", "b", "c", "d", "in", "list", "deep", "device", "id", "says", "ts", "all", "other");
    private static final List<String> ODD_NAMES = List.of("\\u0061", "ü", "b\u0001");
    private static final List<String> SCALARS = List.of(
            "0",
            "-0",
            "1",
            "-17",
            "123456789012345678",
            "1.5",
            "-0.0",
            "22.700000762939453",
            "1594512094.3859746",
            "9007199254740993.0",
            "9007199254740992.5",
            "0.1e1",
            "1e5",
            "1E-7",
            "1e+22",
            "1e23",
            "1e-400",
            "1e400",
            "123456789.123456789123456789",
            "5e-324",
            "0.000000000000000000000000000000000000000000000000001",
            "true",
            "false",
            "null",
            "\"\"",
            "\"d1\"",
            "\"1.5\"",
            "\"true\"",
            "\"2026-01-01T00:00:00Z\"",
            "{}",
            "[]");
    private static final List<String> ODD_SCALARS = List.of(
            "1234567890123456789",
            "99999999999999999999",
            "01",
            "1.",
            ".5",
            "+1",
            "1e99999",
            "1e",
            "nul",
            "truex",
            "NaN",
            "\"ümlaut\"",
            "\"a\\\"b\"",
            "\"a\nb\"",
            "\"\ud83d\ude00\"");

    @Property(tries = 4_000)
    void shouldSayTheSameOfAnyText(@ForAll long seed, @ForAll @IntRange(max = 3) int damages, @ForAll boolean pack) {
        // Given
        Random random = new Random(seed);
        Pair pair = new Pair(pack ? PACK : SINGLE);
        byte[] first = bytes(random, damages);
        byte[] second = bytes(random, 0);

        // When, Then: the second record meets what the first has left
        pair.requireSame(first);
        pair.requireSame(second);
        pair.requireSame(first);
    }

    @Property(tries = 4_000)
    void shouldSayTheSameOfManyNumbers(@ForAll long seed, @ForAll @IntRange(max = 2) int damages) {
        // Given
        Random random = new Random(seed);
        Pair pair = new Pair(MANY);

        // When, Then: the names of a record are expected in the order of the one before
        for (int i = 0; i < 4; i++) {
            pair.requireSame(damaged(random, i < 2 ? 0 : damages, numbers(random)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}",
                "{} ",
                "{} {}",
                "[]",
                "5",
                "5 x",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":1}\u0000",
                "\ufeff{\"a\":1}",
                "{\"a\":1,\"a\":2,\"a\":null}",
                "{\"a\":[1,2],\"in\":5}",
                "{\"a\":{\"a\":1,\"other\":\"long enough for what follows\"},\"other\":2}",
                "{\"a\":-0,\"c\":-0.0,\"in\":{\"b\":-0.000,\"other\":\"long enough for what follows\"}}",
                "{\"all\":5}",
                "{\"all\":[{\"a\":1},5,{\"a\":null}]}",
                "{\"all\":[{\"a\":1}],\"all\":[{\"a\":2}]}",
                "{\"list\":[1,]}",
                "{\"list\":[1 2]}",
                "{\"device\":{\"id\":17},\"ts\":\"x\"}",
                "{\"ts\":1594512094.38,\"device\":{\"id\":\"b8:27\"},\"a\":22.7,\"d\":false}"
            })
    void shouldSayTheSameOf(String text) {
        // When, Then
        new Pair(SINGLE).requireSame(text.getBytes(UTF_8));
        new Pair(PACK).requireSame(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 999, 1000, 1001, 9_999, 10_001, 49_999, 50_001, 60_000})
    void shouldSayTheSameOfLongNumbersAndTexts(int length) {
        // Given
        String digits = "1".repeat(length);
        Pair pair = new Pair(SINGLE);

        // When, Then
        for (String value : List.of("1." + digits, "0." + digits + "e-1", digits, '"' + digits + '"')) {
            pair.requireSame(("{\"a\":" + value + "}").getBytes(UTF_8));
            pair.requireSame(("{\"other\":" + value + "}").getBytes(UTF_8));
        }
        pair.requireSame(("{\"" + digits + "\":1,\"a\":2}").getBytes(UTF_8));
    }

    @Test
    void shouldSayTheSameOfNamesThatNeedEscapes() {
        // Given
        String mapping = """
                {"t": {"format": "json", "sensor": "id", "features": {
                       "q": "\\"a\\"\\"b\\"", "e": "back\\\\u0061", "n": "line\\nend", "s": "\\ud800", "p": "a"}}}""";
        Pair pair = new Pair(mapping);

        // When, Then
        for (String name :
                List.of("a\"b", "a\\\"b", "back\\u0061", "back\\\\u0061", "line\nend", "line\\nend", "?", "a")) {
            for (int i = 0; i < 2; i++) {
                pair.requireSame(("{\"" + name + "\":1}").getBytes(UTF_8));
            }
        }
    }

    @Test
    void shouldSayTheSameOfDeepText() {
        for (int depth = 28; depth < 70; depth++) {
            // Given
            String text = "{\"other\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"a\":1}";

            // When, Then
            new Pair(SINGLE).requireSame(text.getBytes(UTF_8));
        }
    }

    @Test
    void shouldSayTheSameOfTooManyReadings() {
        // Given
        String text = "{\"all\":[" + "{\"a\":1},".repeat(DecodedReadings.MOST_READINGS) + "{\"a\":2}]}";

        // When, Then
        new Pair(PACK).requireSame(text.getBytes(UTF_8));
    }

    /** Both forms with the same mapping. */
    private static final class Pair {

        private final Layout layout;
        private final RecordDecoder readable;
        private final RecordDecoder direct;
        private final DecodedReadings expected = new DecodedReadings();
        private final DecodedReadings actual = new DecodedReadings();

        Pair(String json) {
            Mapping mapping = MappingParser.parse("readings", json).all().get(0);
            layout = new Layout(mapping);
            readable = new JsonDecoder(mapping, layout);
            direct = new DirectJsonDecoder(mapping, layout);
        }

        void requireSame(byte[] value) {
            int slots = layout.slots().size();
            expected.start(slots);
            actual.start(slots);
            readable.decode(value, new RecordHeaders(), 5, expected);
            direct.decode(value, new RecordHeaders(), 5, actual);
            assertThat(said(actual, slots))
                    .describedAs("%s", new String(value, UTF_8))
                    .isEqualTo(said(expected, slots));
        }

        private static List<Object> said(DecodedReadings readings, int slots) {
            List<Object> said = new ArrayList<>();
            said.add(readings.rejection());
            if (readings.rejection().isPresent()) {
                said.add(readings.detail());
                return said;
            }
            said.add(readings.isPack());
            said.add(readings.count());
            said.add(readings.badTime());
            for (int reading = -1; reading < readings.count(); reading++) {
                int row = reading < 0 ? 0 : readings.rowOf(reading);
                said.add(readings.timeOf(row, 7));
                said.add(new String(readings.sensorOf(row), UTF_8));
                said.add(new String(readings.modelOf(row), UTF_8));
                said.add(new String(readings.labelOf(row), UTF_8));
                for (int slot = 0; slot < slots; slot++) {
                    byte state = readings.stateOf(row, slot);
                    said.add(state);
                    said.add(
                            state == DecodedReadings.PRESENT
                                    ? Float.floatToRawIntBits(readings.valueOf(row, slot))
                                    : readings.unparsable(row, slot));
                }
            }
            return said;
        }
    }

    private static byte[] bytes(Random random, int damages) {
        StringBuilder text = new StringBuilder();
        // what the direct form leaves to the other must not be in every text
        boolean isOdd = random.nextInt(3) == 0;
        write(random, text, 4, true, isOdd);
        return damaged(random, damages, text.toString());
    }

    private static byte[] damaged(Random random, int damages, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < damages && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt(128) : random.nextInt());
        }
        return bytes;
    }

    /** Returns an object whose fields are most often numbers and in one order. */
    private static String numbers(Random random) {
        List<String> names = new ArrayList<>(MANY_NAMES);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(names, random);
        }
        StringBuilder text = new StringBuilder("{");
        for (String name : names) {
            text.append(text.length() == 1 ? "" : ",");
            space(random, text);
            text.append('"').append(name).append('"').append(random.nextInt(40) == 0 ? " :" : ":");
            text.append(random.nextBoolean() ? " " : "");
            text.append(name.equals("in") ? "{\"deep\":" + number(random) + "}" : number(random));
            space(random, text);
        }
        return text.append('}').toString();
    }

    private static String number(Random random) {
        if (random.nextInt(10) == 0) {
            return one(random, SCALARS, ODD_SCALARS, random.nextInt(8) == 0);
        }
        String sign = random.nextBoolean() ? "-" : "";
        String fraction = random.nextInt(4) == 0 ? "" : "." + digits(random, 1 + random.nextInt(10));
        String exponent = random.nextInt(20) == 0 ? "e" + random.nextInt(5) : "";
        String whole = random.nextInt(3) == 0 ? "0" : 1 + random.nextInt(9) + digits(random, random.nextInt(9));
        return sign + whole + fraction + exponent;
    }

    private static String digits(Random random, int count) {
        return random.ints(count, 0, random.nextInt(8) == 0 ? 1 : 10)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining());
    }

    private static void write(Random random, StringBuilder text, int depth, boolean nested, boolean isOdd) {
        space(random, text);
        int kind = nested ? random.nextInt(2) + 1 : depth == 0 ? 0 : random.nextInt(4);
        if (kind == 1) {
            text.append('{');
            int fields = random.nextInt(6);
            for (int i = 0; i < fields; i++) {
                text.append(i == 0 ? "" : ",");
                space(random, text);
                text.append('"').append(one(random, NAMES, ODD_NAMES, isOdd)).append('"');
                space(random, text);
                text.append(':');
                write(random, text, depth - 1, false, isOdd);
            }
            text.append('}');
        } else if (kind == 2) {
            text.append('[');
            int elements = random.nextInt(4);
            for (int i = 0; i < elements; i++) {
                text.append(i == 0 ? "" : ",");
                write(random, text, depth - 1, false, isOdd);
            }
            text.append(']');
        } else {
            text.append(
                    random.nextInt(4) == 0
                            ? one(random, SCALARS, ODD_SCALARS, isOdd)
                            : Double.toString(Math.rint(random.nextGaussian() * 1e5) / 1e3));
        }
        space(random, text);
    }

    private static String one(Random random, List<String> plain, List<String> odd, boolean isOdd) {
        List<String> from = isOdd && random.nextInt(4) == 0 ? odd : plain;
        return from.get(random.nextInt(from.size()));
    }

    private static void space(Random random, StringBuilder text) {
        if (random.nextInt(8) == 0) {
            text.append(" \n\t\r".charAt(random.nextInt(4)));
        }
    }
}
