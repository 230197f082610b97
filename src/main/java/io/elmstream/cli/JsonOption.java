package io.elmstream.cli;

import picocli.CommandLine.Option;

/** Output for programs. */
final class JsonOption {

    @Option(names = "--json", description = "print one JSON line on stdout, everything else on stderr")
    boolean json;
}
