package io.elmstream.cli.terminal;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Describes wrong usage of a command in one line, with suggestions. */
public final class Misuse {

    private Misuse() {}

    public static String told(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(command, unmatched);
        }
        List<String> unmatched = command.getUnmatchedArguments();
        if (failure instanceof MissingParameterException && !unmatched.isEmpty()) {
            // the missing argument was most likely misspelled
            return unmatched(command, new UnmatchedArgumentException(command, unmatched));
        }
        boolean alone = command.getParseResult() != null
                && !command.getSubcommands().isEmpty()
                && !command.getParseResult().hasSubcommand();
        return alone
                ? "a command is missing after '" + command.getCommandSpec().qualifiedName() + "': one of "
                        + String.join(", ", command.getSubcommands().keySet())
                // picocli repeats the word for options with KEY=VALUE
                : Optional.ofNullable(failure.getMessage()).orElse("").replace("option option", "option");
    }

    private static String unmatched(CommandLine command, UnmatchedArgumentException failure) {
        return described(command, failure)
                + failure.getSuggestions().stream()
                        .findFirst()
                        .map(near -> ". Did you mean " + near + "?")
                        .orElse("");
    }

    private static String described(CommandLine command, UnmatchedArgumentException failure) {
        String word = failure.getUnmatched().get(0);
        if (failure.isUnknownOption()) {
            return "Unknown option: '" + word + "'";
        }
        return command.getSubcommands().isEmpty()
                ? "Too many arguments, starting with '" + word + "'"
                : "there is no command '" + command.getCommandSpec().qualifiedName() + " " + word + "'";
    }
}
