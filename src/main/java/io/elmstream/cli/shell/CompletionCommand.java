package io.elmstream.cli.shell;

import io.elmstream.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets a shell complete command lines. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that lets a shell complete commands, options and their values. The name elmstream must be"
                    + " on the PATH.",
            "bash and zsh: source it in ~/.bashrc or ~/.zshrc. fish: write it to"
                    + " ~/.config/fish/completions/elmstream.fish."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream completion bash",
            "  elmstream completion fish",
        })
public final class CompletionCommand implements Callable<Integer> {

    /** The shells. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    private final Console console;

    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine all = spec.root().commandLine();
        // the script for bash defines what it needs of bash where zsh runs it
        console.text(
                false, shell == Shell.fish ? FishCompletion.script(all) : AutoComplete.bash(all.getCommandName(), all));
        return 0;
    }
}
