package io.elmstream.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which values must not be shown. */
final class Secrets {

    private static final String MASK = "******";

    private static final Pattern SECRET = Pattern.compile("password|passphrase|secret|jaas|credential|token$|tokens$"
            + "|user\\.?info$|(ssl|keystore|api|access|private)[._-]?key$"
            + "|assertion\\.claim|header[._-]authorization$");

    /** User name and password within a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s]*(?=@)");

    private Secrets() {}

    private static boolean isSecret(String key) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    /** The value as it may be shown. */
    static String masked(String key, String value) {
        return isSecret(key) ? MASK : USER_INFO.matcher(value).replaceAll(MASK);
    }
}
