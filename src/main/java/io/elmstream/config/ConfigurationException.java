package io.elmstream.config;

/**
 * Thrown if a setting cannot be used. The message is for the user: it names the key, the value, its origin and what to
 * do.
 */
public final class ConfigurationException extends RuntimeException {

    private final String key;

    /**
     * @param key the invalid key, as in the reference
     * @param message a complete sentence that includes the key
     */
    public ConfigurationException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** Same as above, with the exception that shows it. */
    ConfigurationException(String key, String message, Throwable cause) {
        super(message, cause);
        this.key = key;
    }

    /** Returns the invalid key. */
    public String key() {
        return key;
    }
}
