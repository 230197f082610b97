package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

            With `--json` a command prints exactly one line of JSON on stdout (`watch`: one for each record) and
            everything else on stderr; a failure is the line `{"error":{"code","message","field"}}`. These are the
            exit codes of all commands:

            """;

    @Test
    void shouldListEveryCommandAndOption() {
        // Given
        CommandLine commands = Main.commandLine(
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter())));

        // When
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| exit code | meaning |\n|---|---|\n");
        commands.getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> page.append("| ")
                        .append(code)
                        .append(" | ")
                        .append(meaning)
                        .append(" |\n"));
        page.append('\n');
        commands.getSubcommands().values().forEach(command -> describe(command, page));

        // Then
        assertThat(page.toString()).doesNotContain("  ");
        new GoldenFile("docs/commands.md", CommandReferenceTest.class, "").shouldBe(page.toString());
    }

    private static void describe(CommandLine command, StringBuilder page) {
        var spec = command.getCommandSpec();
        if (!command.getSubcommands().isEmpty()) {
            command.getSubcommands().values().forEach(sub -> describe(sub, page));
            return;
        }
        page.append("## ").append(spec.qualifiedName()).append("\n\n");
        page.append(Arrays.stream(spec.usageMessage().description())
                        .filter(paragraph -> !paragraph.isEmpty())
                        .collect(Collectors.joining(" ")))
                .append("\n\n");
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
        String value = option.arity().max() == 0
                ? ""
                : " " + option.paramLabel() + (option.arity().isVariable() ? "..." : "");
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
