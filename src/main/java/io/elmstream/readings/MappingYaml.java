package io.elmstream.readings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes texts as YAML, so that they are read as texts again. */
final class MappingYaml {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /** Words that are no texts in some version of YAML. */
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    private static final Set<Integer> UNPRINTABLE = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR);

    private MappingYaml() {}

    /** Returns a text, in quotation marks if it needs them. */
    static String text(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT)) ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (UNPRINTABLE.contains(Character.getType(point))) {
                for (char unit : Character.toChars(point)) {
                    quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                quoted.append("\"\\".indexOf(point) >= 0 ? "\\" : "").appendCodePoint(point);
            }
        });
        return quoted.append('"').toString();
    }

    static String list(List<String> texts) {
        return texts.stream().map(MappingYaml::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns a path, with settings if there are any. */
    static String path(FieldPath path, Map<String, String> settings) {
        if (settings.isEmpty()) {
            return text(path.toString());
        }
        return settings.entrySet().stream()
                .map(each -> text(each.getKey()) + ": " + text(each.getValue()))
                .collect(Collectors.joining(", ", "{path: " + text(path.toString()) + ", ", "}"));
    }
}
