package io.elmstream.cli.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes a completion script for fish from the commands and options. */
final class FishCompletion {

    private static final int LONGEST = 80;

    private static final Set<String> FILES = Set.of("FILE", "FOLDER");

    private static final String CONDITIONS = """
            # whether the line begins with these commands
            function __%1$s_begins
                set -l words (commandline -opc)[2..-1]
                test (count $words) -ge (count $argv); or return 1
                test (count $argv) -eq 0; and return 0
                for i in (seq (count $argv))
                    test "$words[$i]" = "$argv[$i]"; or return 1
                end
            end

            # whether the line is these commands and nothing else yet
            function __%1$s_is
                set -l words (commandline -opc)[2..-1]
                test (count $words) -eq (count $argv); and __%1$s_begins $argv
            end

            complete -c %1$s -f
            """;

    private final String program;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(String program) {
        this.program = program;
    }

    static String script(CommandLine all) {
        FishCompletion script = new FishCompletion(all.getCommandName());
        script.add(all.getCommandSpec(), "");
        return CONDITIONS.formatted(script.program) + String.join("\n", script.lines) + "\n";
    }

    private void add(CommandSpec command, String path) {
        command.subcommands().forEach((name, sub) -> {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                lines.add("complete -c %s -n '%s' -a %s -d %s"
                        .formatted(
                                program,
                                condition("is", path),
                                name,
                                quoted(first(sub.getCommandSpec().usageMessage().description()))));
                add(sub.getCommandSpec(), path + " " + name);
            }
        });
        command.options().stream().filter(option -> !option.hidden()).forEach(option -> option(option, path));
        if (command.positionalParameters().stream().anyMatch(FishCompletion::isFile)) {
            lines.add("complete -c %s -n '%s' -F".formatted(program, condition("begins", path)));
        }
        command.positionalParameters().forEach(parameter -> parameter(parameter, path));
    }

    /** A parameter with a few values. */
    private void parameter(PositionalParamSpec parameter, String path) {
        Iterable<String> candidates = parameter.completionCandidates();
        if (candidates != null) {
            lines.add("complete -c %s -n '%s' -a %s"
                    .formatted(program, condition("is", path), quoted(String.join(" ", candidates))));
        }
    }

    private String condition(String how, String path) {
        return "__" + program + "_" + how + path;
    }

    private void option(OptionSpec option, String path) {
        StringBuilder line = new StringBuilder("complete -c %s -n '%s'".formatted(program, condition("begins", path)));
        for (String name : option.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            line.append(value(option));
        }
        lines.add(
                line.append(" -d ").append(quoted(first(option.description()))).toString());
    }

    private static String value(OptionSpec option) {
        if (isFile(option)) {
            return " -r -F";
        }
        Iterable<String> candidates = option.completionCandidates();
        return candidates == null ? " -x" : " -x -a " + quoted(String.join(" ", candidates));
    }

    private static boolean isFile(ArgSpec value) {
        return value.type() == Path.class
                || value.auxiliaryTypes()[0] == Path.class
                || FILES.contains(value.paramLabel());
    }

    /** The beginning of a description, without a variable of picocli. */
    private static String first(String[] description) {
        String text = description.length == 0 ? "" : description[0].replaceAll("\\s*\\(?\\$\\{[^}]*}\\)?", "");
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST - 3) + "...";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
