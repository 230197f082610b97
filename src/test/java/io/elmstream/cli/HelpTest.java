package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.terminal.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What all commands have in common. */
class HelpTest {

    static Stream<List<String>> commands() {
        return words(Main.commandLine(
                        new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()))))
                .map(name -> List.of(name.split(" ")));
    }

    private static Stream<String> words(CommandLine command) {
        return command.getSubcommands().entrySet().stream()
                .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
                .flatMap(sub -> Stream.concat(
                        Stream.of(sub.getKey()), words(sub.getValue()).map(name -> sub.getKey() + " " + name)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldBeReadable(List<String> command) {
        // When
        Called help = called(command, "--help");

        // Then: lists are shown as the user writes them, and words are the user's
        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .startsWith("Usage: elmstream ")
                .doesNotContain("[,")
                .doesNotContainIgnoringCase("lambda");
        assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldPrintTheVersionOfTheProduct(List<String> command) {
        // When
        Called version = called(command, "-V");

        // Then: commands with a version of their own have no such option
        if (version.exit() != 0) {
            assertThat(called(command, "--help").out()).contains("--version=N");
        } else {
            assertThat(version.out()).startsWith("elmstream ");
        }
    }

    private static Called called(List<String> command, String option) {
        return Called.with(Stream.concat(command.stream(), Stream.of(option)).toArray(String[]::new));
    }
}
