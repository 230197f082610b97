package io.elmstream.config;

import io.elmstream.model.ModelId;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/**
 * What values a key takes. Its text completes "must be".
 *
 * @param <T> the type of the parsed value
 */
record Allowed<T>(Class<T> type, Predicate<T> test, String text) implements Validator {

    private static final Pattern NAMES = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,200}");
    private static final Pattern SERVER_LIST =
            Pattern.compile("[^\\s,:/]\\S*:\\d{1,5}(\\s*,\\s*[^\\s,:/]\\S*:\\d{1,5})*");

    static final Allowed<String> TEXT = text(value -> !value.isBlank(), "text");
    static final Allowed<Boolean> YES_OR_NO = new Allowed<>(Boolean.class, value -> true, "true or false");
    static final Allowed<String> NAME =
            text(NAMES.asMatchPredicate(), "1 to 200 letters, digits, dots, underscores and hyphens");
    static final Allowed<String> SERVERS =
            text(value -> SERVER_LIST.matcher(value.strip()).matches(), "host:port, more than one separated by commas");
    static final Allowed<String> URL =
            text(Allowed::isPlainUrl, "a URL with http or https, and without user name and password");
    static final Allowed<String> MODEL = text(
            ModelId::isValid,
            "a model id: 1 to 63 lower-case letters, digits, dots, underscores, hyphens, a letter or digit first");
    static final Allowed<List<String>> MODELS =
            list(each -> each.stream().allMatch(ModelId::isValid), "a list of model ids");
    static final Allowed<List<String>> LABELS =
            list(each -> each.stream().noneMatch(String::isBlank), "a list of class labels");

    static final Allowed<List<String>> PATHS =
            list(each -> each.stream().noneMatch(String::isBlank), "a list of files");

    static Allowed<Integer> whole(int least, int most) {
        return new Allowed<>(
                Integer.class, value -> value >= least && value <= most, "a whole number, " + least + " to " + most);
    }

    static Allowed<Double> fraction() {
        return new Allowed<>(Double.class, value -> value >= 0 && value <= 1, "a number, 0 to 1");
    }

    static Allowed<String> oneOf(String... values) {
        return text(List.of(values)::contains, String.join(" or ", values));
    }

    @Override
    public void ensureValid(String name, Object value) {
        // null is the default of a key that may stay unset
        if (value != null && !test.test(type.cast(value))) {
            throw new ConfigException(name, value, "must be " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static Allowed<String> text(Predicate<String> test, String text) {
        return new Allowed<>(String.class, test, text);
    }

    @SuppressWarnings("unchecked")
    private static Allowed<List<String>> list(Predicate<List<String>> test, String text) {
        return new Allowed<>((Class<List<String>>) (Class<?>) List.class, test, text);
    }

    private static boolean isPlainUrl(String value) {
        try {
            URI uri = URI.create(value);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException notAUri) {
            return false;
        }
    }
}
