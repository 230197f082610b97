package io.elmstream.config;

/**
 * A setting that cannot be used. The message is for the person who set it: it names key, value, origin and what to do.
 */
public final class ConfigurationException extends RuntimeException {

    private final String key;

    /**
     * @param key the key at fault, as the reference writes it
     * @param message a whole sentence that names the key too
     */
    public ConfigurationException(String key, String message) {
        super(message);
        this.key = key;
    }

    /** The key at fault. */
    public String key() {
        return key;
    }
}
