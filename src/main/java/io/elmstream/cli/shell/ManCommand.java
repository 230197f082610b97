package io.elmstream.cli.shell;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.ProductVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = "Prints the manual page of all commands in the format of man. Save it as elmstream.1 in a folder"
                + " of the manual, such as /usr/local/share/man/man1.",
        footer = {"", "Examples:", "  elmstream man"})
public final class ManCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private final Console console;

    public ManCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.text(false, ManPage.of(spec.root().commandLine(), ProductVersion.number()));
        return 0;
    }
}
