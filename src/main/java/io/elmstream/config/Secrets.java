package io.elmstream.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Masks secrets in values that are printed. */
final class Secrets {

    private static final String MASK = "******";

    private static final Pattern SECRET = Pattern.compile("password|passphrase|secret|jaas|credential|token$|tokens$"
            + "|user\\.?info$|(ssl|keystore|api|access|private)[._-]?key$"
            + "|assertion\\.claim|header[._-]authorization$");

    /** The user name and password in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s]*(?=@)");

    private Secrets() {}

    private static boolean isSecret(String key) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    /** Returns the value with its secrets masked. */
    static String masked(String key, String value) {
        return isSecret(key) ? MASK : USER_INFO.matcher(value).replaceAll(MASK);
    }
}
