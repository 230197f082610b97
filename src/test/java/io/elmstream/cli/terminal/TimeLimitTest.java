package io.elmstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class TimeLimitTest {

    /** A command that may wait for ever. */
    @Command(name = "busy")
    private static final class Busy implements Callable<Integer> {

        private final CountDownLatch never = new CountDownLatch(1);

        @Option(names = "--timeout")
        private Duration timeout = Duration.ofMinutes(5);

        @Option(names = "--ends")
        private int exit = -1;

        @Option(names = "--fails")
        private boolean fails;

        @Override
        public Integer call() throws InterruptedException {
            if (fails) {
                throw new CommandFailure("NO_TOPIC", "a topic is missing");
            }
            if (exit < 0) {
                never.await();
            }
            return exit;
        }
    }

    private final StringWriter told = new StringWriter();

    @Test
    void shouldEndACommandThatTakesLonger() {
        // When
        int exit = run(Duration.ZERO, "--timeout", "10ms");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(told.toString())
                .isEqualTo("TIMEOUT not done within 10 ms: the brokers, the registry or the governor are slow or"
                        + " unavailable. Increase --timeout to wait longer");
    }

    @Test
    void shouldLetTheCommandItselfSayHowItEnds() {
        // When, then
        assertThat(run(Duration.ofMinutes(5), "--ends", "7")).isEqualTo(7);
        assertThat(run(Duration.ofMinutes(5), "--fails")).isEqualTo(1);
        assertThat(told.toString()).isEqualTo("NO_TOPIC a topic is missing");
    }

    private int run(Duration moment, String... arguments) {
        return new CommandLine(new Busy())
                .registerConverter(Duration.class, new Durations())
                .setExecutionStrategy(new TimeLimit(moment))
                .setErr(new PrintWriter(told))
                .setExecutionExceptionHandler((failure, command, given) -> {
                    told.append(((CommandFailure) failure).code()).append(' ').append(failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }
}
