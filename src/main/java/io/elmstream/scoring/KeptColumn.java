package io.elmstream.scoring;

import java.util.Arrays;
import java.util.List;

/**
 * A column of the input to carry into the predictions.
 *
 * @param name its name in the input
 * @param as its name in the predictions
 */
public record KeptColumn(String name, String as) {

    /** Parses {@code NAME} or {@code NAME=AS}. */
    public static KeptColumn parse(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new KeptColumn(text, text)
                : new KeptColumn(text.substring(0, equals), text.substring(equals + 1));
    }

    /** Parses columns separated by commas; an empty text names none. */
    public static List<KeptColumn> parseAll(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(KeptColumn::parse).toList();
    }

    @Override
    public String toString() {
        return name.equals(as) ? name : name + "=" + as;
    }
}
