package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.cli.terminal.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Exit codes, and what a command says when it fails: 0 is done, 1 could not be done, 2 was called in a wrong way. */
class ExitCodesTest {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    @TempDir
    Path folder;

    static Stream<String> helps() {
        CommandLine all = Main.commandLine(
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter())));
        return commands(all).map(line -> (line + " --help").strip());
    }

    private static Stream<String> commands(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName().replaceFirst("elmstream ?", "");
        return Stream.concat(
                Stream.of(name), command.getSubcommands().values().stream().flatMap(ExitCodesTest::commands));
    }

    @ParameterizedTest
    @MethodSource("helps")
    void shouldHelpWithEveryCommand(String line) {
        // When
        Called called = Called.with(line.split(" "));

        // Then
        assertThat(called.exit()).isZero();
        assertThat(called.out()).startsWith("Usage: elmstream");
        assertThat(called.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "topology describe", "topology describe --format mermaid"})
    void shouldEndWithZeroWhenDone(String line) {
        // When
        Called called = Called.with(line.split(" "));

        // Then
        assertThat(called.exit()).isZero();
        assertThat(called.out()).isNotBlank();
        assertThat(called.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "model status --nosuch, Unknown option: '--nosuch'",
        "evaluate --data x.csv, Missing required options: '--model=FILE'",
        "model, 'a command is missing after ''elmstream model'': one of publish, activate'",
        "model pubish x.elm, there is no command 'elmstream model pubish'. Did you mean publish?",
        "model inspect a.elm b.elm, 'Too many arguments, starting with ''b.elm'''",
        "evaluate --modle x.elm, Unknown option: '--modle'. Did you mean --model?",
        "model status --confg x.yaml, Unknown option: '--confg'. Did you mean --config?",
        "dead-letters replay --reason NOSUCH, NOSUCH",
        "nosuch, there is no command 'elmstream nosuch'",
        "train --hidden many, 'must be a whole number of at most 2147483647, but is ''many'''",
        "evaluate --charset klingon, 'must be the name of an encoding, such as windows-1252, but is ''klingon'''"
    })
    void shouldEndWithTwoWhenCalledInAWrongWay(String line, String message) {
        // When
        Called people = Called.with(line.split(" "));
        Called programs = Called.with((line + " --json").split(" "));

        // Then
        assertThat(people.exit()).isEqualTo(2);
        assertThat(people.out()).isEmpty();
        assertThat(people.err()).startsWith("elmstream: ").contains(message, "--help");
        assertThat(programs.exit()).isEqualTo(2);
        assertThat(programs.error().get("code").asText()).isEqualTo("USAGE");
        assertThat(programs.error().get("field").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "--version, 0, must be 1 or more",
        "--model, No Model, must match",
        "--rows, 9..3, 9..3",
        "--hidden, 0, hidden"
    })
    void shouldNameTheOptionWithABadValue(String option, String value, String message) {
        // When
        Called called = Called.with(
                "train",
                "--data",
                SHUTTLE,
                "--label",
                "state",
                "--model",
                option.equals("--model") ? value : "shuttle",
                "--version",
                option.equals("--version") ? value : "1",
                "--rows",
                option.equals("--rows") ? value : "1..100",
                "--hidden",
                option.equals("--hidden") ? value : "5",
                "--out",
                folder.resolve("never.elm").toString(),
                "--json");

        // Then
        assertThat(called.exit()).isEqualTo(2);
        JsonNode error = called.error();
        assertThat(error.get("code").asText()).isEqualTo("BAD_VALUE");
        assertThat(error.get("field").asText()).isEqualTo(option);
        assertThat(error.get("message").asText()).contains(option, message);
    }

    @ParameterizedTest
    @CsvSource({
        "--min-readings 0, --min-readings, '--min-readings must be 1 or more, but is 0'",
        "--min-readings 5 --max-accuracy-loss NaN, --max-accuracy-loss, 'must be 0 to 1, but is NaN'",
        "--min-readings 5 --min-agreement 1.01, --min-agreement, 'must be 0 to 1, but is 1.01'",
        "--min-readings 5 --max-error-rate -1, --max-error-rate, 'must be 0 to 1, but is -1'",
        "--max-error-rate 0.1, --min-readings, conditions require --min-readings"
    })
    void shouldNameTheConditionWithABadValue(String conditions, String option, String message) {
        // When
        Called called = Called.with(("model shadow shuttle 2 --json " + conditions).split(" "));

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.error().get("field").asText()).isEqualTo(option);
        assertThat(called.error().get("message").asText()).contains(message);
    }

    @Test
    void shouldRefuseAModelFileWithoutEnd() {
        // Given
        Path device = Path.of("/dev/zero");
        assumeThat(device).exists();

        // When
        Called called = Called.with("model", "inspect", device.toString(), "--json");

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.error().get("code").asText()).isEqualTo("BAD_MODEL");
        assertThat(called.error().get("message").asText()).contains("TOO_LARGE: it has more than 16,777,216 bytes");
    }

    @Test
    void shouldNameTheKeyThatDoesNotExist() {
        // When
        Called called = status("batch.max.sise=5");

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.error().get("code").asText()).isEqualTo("BAD_CONFIGURATION");
        assertThat(called.error().get("field").asText()).isEqualTo("batch.max.sise");
        assertThat(called.error().get("message").asText()).contains("batch.max.sise", "batch.max.size");
    }

    @Test
    void shouldNameTheKeyWithABadValue() {
        // When
        Called called = status("batch.max.size=0");

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.error().get("field").asText()).isEqualTo("batch.max.size");
        assertThat(called.error().get("message").asText()).contains("batch.max.size", "0");
    }

    @Test
    void shouldNameTheKeyThatIsMissing() {
        // When
        Called called = Called.with("model", "status", "--json");

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.error().get("field").asText()).isIn("bootstrap.servers", "registry.url");
    }

    @Test
    void shouldNameTheColumnThatIsNotThere() {
        // When
        Called called = Called.with(
                "train",
                "--data",
                SHUTTLE,
                "--label",
                "mood",
                "--model",
                "shuttle",
                "--version",
                "1",
                "--hidden",
                "5",
                "--out",
                folder.resolve("never.elm").toString());

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.out()).isEmpty();
        assertThat(called.err()).contains("mood", "state");
    }

    @Test
    void shouldTellAFileThatIsNoModelFromOneThatIsNotThere() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("no-model.elm"), "{}");

        // When
        Called broken = Called.with("model", "inspect", file.toString(), "--json");
        Called missing =
                Called.with("model", "inspect", folder.resolve("nowhere.elm").toString(), "--json");

        // Then
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.error().get("code").asText()).isEqualTo("BAD_MODEL");
        assertThat(broken.error().get("message").asText()).contains("NOT_AN_ARTEFACT");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.error().get("code").asText()).isEqualTo("NO_FILE");
        assertThat(missing.error().get("message").asText()).contains("nowhere.elm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "bench kernel", "bench job --rounds 3", "bench --help"})
    void shouldSayThatACommandDoesNotComeWithThisInstallation(String line) {
        // Given
        Thread thread = Thread.currentThread();
        ClassLoader all = thread.getContextClassLoader();
        thread.setContextClassLoader(new WithoutProviders(all));

        // When
        Called called;
        Called help;
        try {
            called = Called.with((line + " --json").split(" "));
            help = Called.with("--help");
        } finally {
            thread.setContextClassLoader(all);
        }

        // Then
        assertThat(called.exit()).isEqualTo(1);
        assertThat(called.error().get("code").asText()).isEqualTo("NOT_INCLUDED");
        assertThat(called.error().get("message").asText()).contains("elmstream-bench.jar");
        assertThat(help.out()).contains("train").doesNotContain("bench");
    }

    /** Finds no commands beyond the product's own. */
    private static final class WithoutProviders extends ClassLoader {

        WithoutProviders(ClassLoader all) {
            super(all);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith(CommandProvider.class.getName())
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }

    private static Called status(String setting) {
        return Called.with(
                "model",
                "status",
                "--set",
                "bootstrap.servers=127.0.0.1:9092",
                "--set",
                "registry.url=http://127.0.0.1:8080/apis/registry/v3",
                "--set",
                setting,
                "--json");
    }
}
