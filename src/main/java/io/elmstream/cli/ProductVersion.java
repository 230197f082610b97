package io.elmstream.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The product's version, as the build wrote it. */
final class ProductVersion implements IVersionProvider {

    static String number() {
        try (InputStream in = ProductVersion.class.getResourceAsStream("/elmstream.properties")) {
            if (in == null) {
                throw new IllegalStateException("elmstream.properties is not on the class path: build with mvn compile");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"elmstream " + number() + " on Java " + Runtime.version()};
    }
}
