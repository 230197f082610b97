package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Durations;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.ModelControl;
import io.elmstream.config.KeyFiles;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a command to the governor and handles the answer. */
final class GovernorOptions {

    private final long begun = System.nanoTime();

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "timeout of the command, for example 500ms, 30s or 2m (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--sign-with",
            paramLabel = "FILE",
            description = "a private key, as written by model keys; required if governor.trusted.keys is set")
    private Optional<Path> signWith = Optional.empty();

    @Mixin
    private JsonOption output;

    ModelControl control() {
        return connection().control(timeout, signWith.map(GovernorOptions::privateKey));
    }

    /** Returns when the time of the command is up, which began before it connected, as {@link System#nanoTime()}. */
    long deadline() {
        return begun + timeout.toNanos();
    }

    Connection connection() {
        return config.connection(topics -> List.of(topics.modelControl(), topics.models(), topics.modelStatus()));
    }

    /**
     * Returns the current timeline of a model; it has no steps if nothing was activated.
     *
     * @throws CommandFailure if the model has not been published
     */
    Timeline timeline(ModelId id) {
        // the governor would reject an unknown id, and the rejection would remain on the status topic
        return connection().published(id, "ID").timeline(id);
    }

    /** @throws CommandFailure if the governor refused the command, with its reason as code, or did not answer */
    GovernorAnswer judged(Optional<ModelStatus> status) {
        ModelStatus answer = status.orElseThrow(() -> new CommandFailure(
                "TIMEOUT",
                "the governor did not answer within " + Durations.text(timeout)
                        + ": is an instance of Elmstream running?"));
        if (answer.getOutcome() == CommandOutcome.REFUSED) {
            throw new CommandFailure(
                    answer.getCode(),
                    answer.getMessage(),
                    Optional.ofNullable(answer.getField()).orElse(""));
        }
        return GovernorAnswer.of(answer);
    }

    /** Prints a message in addition to the result. */
    void note(Console console, String line) {
        console.say(output.json, line);
    }

    void show(Console console, GovernorAnswer answer) {
        show(console, answer, given -> console.print(given.message()));
    }

    /** @param people prints the result as text */
    <R> void show(Console console, R result, Consumer<R> people) {
        console.result(output.json, result, people);
    }

    private static PrivateKey privateKey(Path file) {
        try {
            return KeyFiles.privateKey(file);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_VALUE", "--sign-with: " + e.getMessage(), "--sign-with");
        }
    }
}
