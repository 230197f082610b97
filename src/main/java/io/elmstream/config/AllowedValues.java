package io.elmstream.config;

import io.elmstream.model.ModelId;
import io.elmstream.serving.Rounding;
import io.elmstream.training.Forgetting;
import io.elmstream.training.OnlinePlan;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/**
 * The values that a key accepts. The text completes the phrase "must be".
 *
 * @param <T> the type of the parsed value
 */
record AllowedValues<T>(Class<T> type, Predicate<T> test, String text) implements Validator {

    private static final Pattern NAMES = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,200}");
    private static final Pattern SERVER_LIST =
            Pattern.compile("[^\\s,:/]\\S*:\\d{1,5}(\\s*,\\s*[^\\s,:/]\\S*:\\d{1,5})*");

    private static final Pattern SERVER = Pattern.compile("\\S+:\\d{1,5}");
    private static final int LAST_PORT = 65_535;

    static final AllowedValues<String> TEXT = text(value -> !value.isBlank(), "text");
    static final AllowedValues<Boolean> YES_OR_NO = new AllowedValues<>(Boolean.class, value -> true, "true or false");
    static final AllowedValues<String> NAME =
            text(NAMES.asMatchPredicate(), "1 to 200 letters, digits, dots, underscores and hyphens");
    static final AllowedValues<String> SERVERS =
            text(AllowedValues::areServers, "host:port, more than one separated by commas, with ports up to 65535");
    static final AllowedValues<String> URL =
            text(AllowedValues::isPlainUrl, "a URL with http or https, and without user name and password");
    static final AllowedValues<String> URI_REFERENCE = text(
            AllowedValues::isUriReference,
            "a URI or a part of one, such as //plant-7/elmstream or urn:plant-7, in ASCII");
    static final AllowedValues<String> MODEL = text(
            ModelId::isValid,
            "a model id: 1 to 63 lower-case letters, digits, dots, underscores, hyphens, a letter or digit first");
    static final AllowedValues<List<String>> MODELS =
            list(each -> each.stream().allMatch(ModelId::isValid), "a list of model ids");
    static final AllowedValues<List<String>> LABELS =
            list(each -> each.stream().noneMatch(String::isBlank), "a list of class labels");

    static final AllowedValues<List<String>> PATHS =
            list(each -> each.stream().noneMatch(String::isBlank), "a list of files");

    static final AllowedValues<List<String>> STEPS = list(
            Rounding::isValid, "one step for all features, or FEATURE=STEP, separated by commas; steps are above 0");

    static final AllowedValues<List<String>> FORGETTING = list(
            AllowedValues::areRules,
            "1 to " + OnlinePlan.MOST_RULES + " different rules separated by commas, such as never, 0.99, 500rows or"
                    + " 12h");

    static final AllowedValues<Double> RIDGE = new AllowedValues<>(
            Double.class,
            value -> value > 0 && value <= OnlinePlan.LARGEST_RIDGE,
            "a number above 0 and up to 1000000");

    static final AllowedValues<Double> ALARMS =
            new AllowedValues<>(Double.class, value -> value > 0 && value <= 1000, "a number above 0 and up to 1000");

    static AllowedValues<Integer> whole(int least, int most) {
        return new AllowedValues<>(
                Integer.class, value -> value >= least && value <= most, "a whole number, " + least + " to " + most);
    }

    static AllowedValues<Double> fraction() {
        return new AllowedValues<>(Double.class, value -> value >= 0 && value <= 1, "a number, 0 to 1");
    }

    static AllowedValues<String> oneOf(String... values) {
        return text(List.of(values)::contains, String.join(" or ", values));
    }

    @Override
    public void ensureValid(String name, Object value) {
        // null is the default of an optional key
        if (value != null && !test.test(type.cast(value))) {
            throw new ConfigException(name, value, "must be " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static AllowedValues<String> text(Predicate<String> test, String text) {
        return new AllowedValues<>(String.class, test, text);
    }

    @SuppressWarnings("unchecked")
    private static AllowedValues<List<String>> list(Predicate<List<String>> test, String text) {
        return new AllowedValues<>((Class<List<String>>) (Class<?>) List.class, test, text);
    }

    private static boolean areRules(List<String> texts) {
        try {
            Set<Forgetting> rules = new HashSet<>();
            return !texts.isEmpty()
                    && texts.size() <= OnlinePlan.MOST_RULES
                    && texts.stream().map(Forgetting::of).allMatch(rules::add);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isUriReference(String value) {
        try {
            return !value.isBlank() && new URI(value).toASCIIString().equals(value);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean areServers(String value) {
        return SERVER_LIST.matcher(value.strip()).matches()
                && Arrays.stream(value.strip().split("\\s*,\\s*"))
                        .allMatch(server -> SERVER.matcher(server).matches()
                                && Integer.parseInt(server.substring(server.lastIndexOf(':') + 1)) <= LAST_PORT);
    }

    private static boolean isPlainUrl(String value) {
        try {
            URI uri = URI.create(value);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getPort() <= LAST_PORT;
        } catch (IllegalArgumentException notAUri) {
            return false;
        }
    }
}
