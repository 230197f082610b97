package io.elmstream.cli;

import io.elmstream.app.ModelControl;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command asks the governor, and what it makes of the answer. */
final class GovernorOptions {

    @Mixin
    private ConfigOptions config;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "30",
            description = "how long to wait for the governor's answer (default: ${DEFAULT-VALUE})")
    private int timeout;

    @Mixin
    private JsonOption output;

    ModelControl control() {
        Arguments.positive(timeout, "--timeout");
        return config.connection().control(Duration.ofSeconds(timeout));
    }

    /** @throws CommandFailure if the governor refused, with its reason as code, or did not answer */
    GovernorAnswer judged(Optional<ModelStatus> status) {
        ModelStatus answer = status.orElseThrow(() -> new CommandFailure(
                "TIMEOUT", "the governor did not answer within " + timeout + " s: is an instance of Elmstream running?"));
        if (answer.getOutcome() == CommandOutcome.REFUSED) {
            throw new CommandFailure(
                    answer.getCode(), answer.getMessage(), Optional.ofNullable(answer.getField()).orElse(""));
        }
        return GovernorAnswer.of(answer);
    }

    void show(Console console, GovernorAnswer answer) {
        if (output.json) {
            console.json(answer);
        } else {
            console.say(false, answer.message());
        }
    }
}
