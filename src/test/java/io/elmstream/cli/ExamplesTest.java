package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.terminal.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The examples in the help can be pasted into a terminal as they stand. */
class ExamplesTest {

    static Stream<String> examples() {
        CommandLine all = Main.commandLine(
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter())));
        return commands(all).flatMap(ExamplesTest::examplesOf);
    }

    static Stream<String> lines() {
        CommandLine all = Main.commandLine(
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter())));
        return commands(all)
                .flatMap(command ->
                        Arrays.stream(command.getCommandSpec().usageMessage().footer()));
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(ExamplesTest::commands));
    }

    /** A backslash at the end of a line goes on in the next, as a shell has it. */
    private static Stream<String> examplesOf(CommandLine command) {
        String footer =
                String.join("\n", command.getCommandSpec().usageMessage().footer());
        return Arrays.stream(footer.replace("\\\n", " ").split("\n"))
                .map(String::strip)
                .filter(line -> line.startsWith("elmstream "));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldBeCallable(String example) {
        // When, then
        assertThat(CommandCheck.problem(example.substring("elmstream ".length()).split(" +")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldNotWrapInATerminalOf80Columns(String line) {
        // When, then
        assertThat(line).hasSizeLessThan(80);
    }
}
