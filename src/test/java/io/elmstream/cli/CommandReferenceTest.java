package io.elmstream.cli;

import io.elmstream.cli.terminal.Console;
import io.elmstream.support.GoldenFile;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Holds docs/commands.md against the commands. */
class CommandReferenceTest {

    private static final String HEAD = """
            # Commands

            This page is generated from the commands.

            Every command exits with 0 on success, 1 on failure, and 2 on wrong usage. With `--json` it prints exactly
            one line of JSON on stdout (`watch`: one for each record) and everything else on stderr; a failure is the
            line `{"error":{"code","message","field"}}`.

            """;

    @Test
    void shouldListEveryCommandAndOption() {
        // Given
        CommandLine commands = Main.commandLine(
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter())));

        // When
        StringBuilder page = new StringBuilder(HEAD);
        commands.getSubcommands().values().forEach(command -> describe(command, page));

        // Then
        new GoldenFile("docs/commands.md", CommandReferenceTest.class, "").shouldBe(page.toString());
    }

    private static void describe(CommandLine command, StringBuilder page) {
        var spec = command.getCommandSpec();
        if (!command.getSubcommands().isEmpty()) {
            command.getSubcommands().values().forEach(sub -> describe(sub, page));
            return;
        }
        page.append("## ").append(spec.qualifiedName()).append("\n\n");
        page.append(String.join(" ", spec.usageMessage().description())).append("\n\n");
        page.append("| option | meaning |\n|---|---|\n");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            row(page, parameter.paramLabel(), parameter.description());
        }
        for (OptionSpec option : spec.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                row(page, name(option), option.description());
            }
        }
        page.append('\n');
    }

    private static String name(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        // picocli takes each of several alternatives for required
        boolean required = option.required() && option.group() == null;
        return option.longestName() + value + (required ? " (required)" : "");
    }

    private static void row(StringBuilder page, String name, String[] description) {
        page.append("| `").append(name.replace("|", "\\|")).append("` | ");
        page.append(Arrays.stream(description).collect(Collectors.joining(" ")).replace("|", "\\|"));
        page.append(" |\n");
    }
}
