package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the effective configuration. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Prints the effective configuration and the origin of each value. Secrets are masked.",
        footer = {"", "Examples:", "  elmstream config --config elmstream.yaml"})
public final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    private final Console console;

    public ConfigCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.text(false, config.effective().toYaml());
        return 0;
    }
}
