package io.elmstream.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Masks secrets in values that are printed. */
final class Secrets {

    private static final String MASK = "******";

    private static final Pattern SECRET = Pattern.compile("password|passphrase|secret|jaas|credential|token$|tokens$"
            + "|user\\.?info$|(ssl|keystore|api|access|private)[._-]?key$"
            + "|assertion\\.claim|header[._-]authorization$");

    /** The user name and password in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s]*(?=@)");

    /**
     * A secret in a longer text, such as a line of a log: its name, and its value up to a space, in quotes of either
     * kind, or, in a text that is quoted itself, in quotes with backslashes. The possessive loops take no stack.
     */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?<![\\w.-])[\\w.-]*(?:password|passphrase|secret|token|credential|api[._-]?key|user\\.?info)"
                    + "\\\\*[\"']?\\s*[=:]\\s*)"
                    + "(?:(\\\\+[\"'])(?:(?!\\2).)*+"
                    + "|([\"'])(?:\\\\.|(?!\\3).)*+"
                    + "|(?:[^\\s,;}\"\\\\]|\\\\+(?![\"'\\\\]))++)");

    /** What follows the name of an authentication scheme. */
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)((?:bearer|basic)\\s+)[\\w+/=._~-]{8,}");

    /** An option of a JAAS configuration: its name, and its value in quotes of either kind or without. */
    private static final Pattern OPTION = Pattern.compile("([\\w.-]+)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^\\s;\"']+)");

    private static final Pattern QUOTES = Pattern.compile("^[\"']|[\"']$");

    /** Shorter values would be found everywhere. */
    private static final int LEAST = 4;

    private Secrets() {}

    static boolean isSecret(String key) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    /** Returns the value with its secrets masked. */
    static String masked(String key, String value) {
        return isSecret(key) ? MASK : USER_INFO.matcher(value).replaceAll(MASK);
    }

    /** Returns what must not be shown of a secret's value: the value, and the values of secret options in it. */
    static Set<String> within(String value) {
        return Stream.concat(
                        Stream.of(value),
                        OPTION.matcher(value)
                                .results()
                                .filter(option -> isSecret(option.group(1)))
                                .map(option -> QUOTES.matcher(option.group(2)).replaceAll("")))
                .filter(text -> text.length() >= LEAST)
                .collect(Collectors.toSet());
    }

    /**
     * Returns a text without secrets: those that are known, and what looks like one.
     *
     * @param known values of secrets
     */
    static String removed(String text, Collection<String> known) {
        String clean = text;
        // the longest first, of which another one may be a part
        for (String secret : known.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            clean = clean.replace(secret, MASK);
        }
        clean = NAMED.matcher(clean)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1))
                        + Matcher.quoteReplacement(Objects.requireNonNullElse(
                                found.group(2), Objects.requireNonNullElse(found.group(3), "")))
                        + MASK);
        clean = AUTHORIZATION.matcher(clean).replaceAll("$1" + MASK);
        return USER_INFO.matcher(clean).replaceAll(MASK);
    }
}
