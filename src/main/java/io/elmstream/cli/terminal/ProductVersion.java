package io.elmstream.cli.terminal;

import io.elmstream.app.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** The product's version, as recorded by the build. */
public final class ProductVersion implements IVersionProvider {

    public static String number() {
        return BuildInfo.version();
    }

    @Override
    public String[] getVersion() {
        return new String[] {"elmstream " + number() + " on Java " + Runtime.version()};
    }
}
