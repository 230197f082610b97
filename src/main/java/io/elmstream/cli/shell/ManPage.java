package io.elmstream.cli.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Writes the manual page in the macros of man(7) from the commands and options. */
final class ManPage {

    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** @param version of the product, for the foot of the page */
    static String of(CommandLine all, String version) {
        ManPage man = new ManPage();
        String name = all.getCommandName();
        UsageMessageSpec usage = all.getCommandSpec().usageMessage();
        man.macro("TH", name.toUpperCase(Locale.ROOT), "1", "", name + " " + version, "Elmstream");
        man.macro("SH", "NAME");
        man.text(name + " - " + description(usage));
        man.macro("SH", "SYNOPSIS");
        man.page.append(".B ").append(name).append("\n.I COMMAND\n[\n.I OPTIONS\n]\n");
        man.macro("SH", "DESCRIPTION");
        man.text("Every command has --help. Most have --json, which prints one line of JSON on the standard output.");
        man.macro("SH", "COMMANDS");
        man.commands(all);
        man.macro("SH", "EXIT STATUS");
        usage.exitCodeList().forEach((code, meaning) -> man.item(bold(code), meaning));
        man.macro("SH", "ENVIRONMENT");
        man.item(
                bold("ELMSTREAM_KEY"), "Sets the configuration key of that name, such as ELMSTREAM_BOOTSTRAP_SERVERS.");
        man.item(bold("HEAP_OPTS") + ", " + bold("JAVA_OPTS"), "The heap size and further flags of the JVM.");
        man.item(bold("LOG_ELMSTREAM") + ", " + bold("LOG_OTHERS"), "Log levels.");
        return man.page.toString();
    }

    private void commands(CommandLine parent) {
        parent.getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .forEach(command -> {
                    if (command.getSubcommands().isEmpty()) {
                        command(command.getCommandSpec());
                    } else {
                        commands(command);
                    }
                });
    }

    private void command(CommandSpec command) {
        macro("SS", command.qualifiedName());
        text(description(command.usageMessage()));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            item(italic(parameter.paramLabel()), said(parameter));
        }
        for (OptionSpec option : command.options()) {
            if (!option.usageHelp() && !option.versionHelp() && !option.hidden()) {
                String value = option.arity().max() == 0 ? "" : " " + italic(option.paramLabel());
                item(
                        Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", ")) + value,
                        said(option));
            }
        }
        String[] footer = command.usageMessage().footer();
        Stream<String> examples = Arrays.stream(footer).filter(line -> line.startsWith("  "));
        String lines = examples.map(line -> escaped(line.strip())).collect(Collectors.joining("\n"));
        if (!lines.isEmpty()) {
            page.append(".PP\n.nf\n").append(lines).append("\n.fi\n");
        }
    }

    private static String said(ArgSpec value) {
        return rendered(value.description());
    }

    private static String description(UsageMessageSpec usage) {
        return rendered(usage.description());
    }

    /** The texts that picocli has put the values of its variables into. */
    private static String rendered(String[] text) {
        return Arrays.stream(text).map(line -> Ansi.OFF.string(line)).collect(Collectors.joining(" "));
    }

    private void item(String head, String body) {
        page.append(".TP\n").append(head).append('\n');
        text(body);
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    private void text(String text) {
        page.append(escaped(text)).append('\n');
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** A backslash, a hyphen, and a dot or an apostrophe at the beginning mean something to roff. */
    static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
