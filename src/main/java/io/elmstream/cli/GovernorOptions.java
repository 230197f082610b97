package io.elmstream.cli;

import io.elmstream.app.KeyFiles;
import io.elmstream.app.ModelControl;
import io.elmstream.app.PublishedModels;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.nio.file.Path;
import java.security.PrivateKey;
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

    @Option(names = "--sign-with", paramLabel = "FILE",
            description = "a private key, as model keys writes it; needed where governor.trusted.keys is set")
    private Optional<Path> signWith = Optional.empty();

    @Mixin
    private JsonOption output;

    ModelControl control() {
        Arguments.positive(timeout, "--timeout");
        return config.connection().control(Duration.ofSeconds(timeout), signWith.map(GovernorOptions::privateKey));
    }

    /** The timeline of a model as it is now; one without steps where nothing was activated. */
    Timeline timeline(ModelId id) {
        Connection connection = config.connection();
        return PublishedModels.read(connection.clients(), connection.topics()).timeline(id);
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

    private static PrivateKey privateKey(Path file) {
        try {
            return KeyFiles.privateKey(file);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_VALUE", "--sign-with: " + e.getMessage(), "--sign-with");
        }
    }
}
