package io.elmstream.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Properties that the build has recorded. */
public final class BuildInfo {

    private BuildInfo() {}

    /** {@return the product's version, for example {@code 0.1.0}} */
    public static String version() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("/elmstream.properties")) {
            if (in == null) {
                throw new IllegalStateException(
                        "elmstream.properties is not on the class path: build with mvn compile");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
