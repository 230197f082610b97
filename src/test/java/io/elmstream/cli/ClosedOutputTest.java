package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose stdout takes nothing any more. */
class ClosedOutputTest {

    private final StringWriter told = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"topology describe", "--help", "train --help", "--version"})
    void shouldEndInSilenceWhereNobodyReadsAnyMore(String line) {
        // When
        int exit = call("Broken pipe", line);

        // Then
        assertThat(exit).isZero();
        assertThat(told.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"topology describe", "--help"})
    void shouldFailWhereResultsAreLost(String line) {
        // When
        int exit = call("No space left on device", line);

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(told.toString().lines())
                .containsExactly("elmstream: cannot write to stdout: No space left on device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe", "No space left on device"})
    void shouldTellOnStderrWhyItFailedWhereNobodyReadsTheJson(String problem) {
        // When
        int failed = call(problem, "model inspect none.elm --json");
        int misused = call(problem, "model inspect --json");

        // Then
        assertThat(failed).isEqualTo(1);
        assertThat(misused).isEqualTo(2);
        assertThat(told.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("elmstream: FILE: none.elm does not exist");
    }

    private int call(String problem, String line) {
        PrintWriter out = Terminal.results(new OutputStream() {
            @Override
            public void write(int any) throws IOException {
                throw new IOException(problem);
            }
        });
        return Main.execute(out, new PrintWriter(told), line.split(" "));
    }
}
