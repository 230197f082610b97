package io.elmstream.cli.terminal;

import picocli.CommandLine.Option;

/** The option for JSON output. */
public final class JsonOption {

    @Option(names = "--json", description = "print one JSON line on stdout, everything else on stderr")
    public boolean json;
}
