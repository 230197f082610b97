package io.elmstream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;

/** Readings in JSON: numbers with five decimals, as sensors write them. */
final class JsonRecords {

    private JsonRecords() {}

    /** An object for each reading. */
    static byte[] objects(List<BenchReading> readings, List<String> features, boolean isPack) {
        List<String> objects =
                readings.stream().map(reading -> object(reading, features)).toList();
        return (isPack ? "[" + String.join(", ", objects) + "]" : objects.get(0)).getBytes(UTF_8);
    }

    private static String object(BenchReading reading, List<String> features) {
        StringBuilder text = new StringBuilder("{\"sensor\": \"")
                .append(reading.sensor())
                .append("\", \"time\": ")
                .append(reading.time());
        for (int i = 0; i < features.size(); i++) {
            text.append(", \"").append(features.get(i)).append("\": ").append(number(reading, i));
        }
        return text.append('}').toString();
    }

    /** A pack of RFC 8428. The readings of a pack differ in their base names or times. */
    static byte[] senml(List<BenchReading> readings, List<String> features) {
        StringBuilder text = new StringBuilder();
        for (BenchReading reading : readings) {
            String base = String.format(
                    Locale.ROOT, "\"bn\": \"%s:\", \"bt\": %.3f, ", reading.sensor(), reading.time() / 1e3);
            for (int i = 0; i < features.size(); i++) {
                text.append(text.isEmpty() ? "[{" : ", {").append(i == 0 ? base : "");
                text.append("\"n\": \"")
                        .append(features.get(i))
                        .append("\", \"v\": ")
                        .append(number(reading, i))
                        .append('}');
            }
        }
        return text.append(']').toString().getBytes(UTF_8);
    }

    private static String number(BenchReading reading, int feature) {
        return String.format(Locale.ROOT, "%.5f", reading.values()[feature]);
    }
}
