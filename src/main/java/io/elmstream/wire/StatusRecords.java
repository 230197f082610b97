package io.elmstream.wire;

import io.elmstream.alert.Position;
import io.elmstream.governor.Answer;
import io.elmstream.governor.Command;
import io.elmstream.governor.Decision;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.governor.Governor;
import io.elmstream.rollout.Step;
import io.elmstream.wire.ReceivedCommand.Unreadable;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of the status topic: the governor's answers. */
public final class StatusRecords {

    private static final int FORMAT = 1;

    /**
     * The position of a command and the time of the answer.
     *
     * @param command the position of the command
     * @param at when it was answered, in epoch milliseconds
     */
    public record Origin(Position command, long at) {}

    private StatusRecords() {}

    /** Returns the answer to a command. */
    public static ModelStatus status(Origin origin, Command command, Answer answer) {
        Optional<Step.Deployment> latest = answer.latest();
        Optional<Refused> refused = refused(answer.decision());
        return new ModelStatus(
                FORMAT,
                bounded(command.requestId()),
                origin.command().topic(),
                origin.command().partition(),
                origin.command().offset(),
                Instant.ofEpochMilli(origin.at()),
                outcome(answer.decision()),
                command.id().value(),
                command.version(),
                refused.map(refusal -> refusal.reason().name()).orElse(null),
                refused.flatMap(Refused::field).orElse(null),
                answer.decision().message(),
                answer.revision() == 0 ? null : answer.revision(),
                latest.map(Step::champion).orElse(null),
                latest.map(StepRecords::effectiveFrom).orElse(null));
    }

    /** Returns the answer to a record that could not be judged, with what is known of it. */
    public static ModelStatus status(Origin origin, Unreadable unreadable) {
        return new ModelStatus(
                FORMAT,
                unreadable.requestId().map(StatusRecords::bounded).orElse(null),
                origin.command().topic(),
                origin.command().partition(),
                origin.command().offset(),
                Instant.ofEpochMilli(origin.at()),
                CommandOutcome.REFUSED,
                null,
                unreadable.version().orElse(null),
                unreadable.refusal().reason().name(),
                unreadable.refusal().field().orElse(null),
                unreadable.refusal().message(),
                null,
                null,
                null);
    }

    /** Returns a notice of the governor, which answers no command, so its offset is -1. */
    public static ModelStatus notice(String controlTopic, long now, String message) {
        return new ModelStatus(
                FORMAT,
                null,
                controlTopic,
                0,
                -1L,
                Instant.ofEpochMilli(now),
                CommandOutcome.UNCHANGED,
                null,
                null,
                null,
                null,
                message,
                null,
                null,
                null);
    }

    static CommandOutcome outcome(Decision decision) {
        if (decision instanceof Accepted accepted) {
            return accepted.changed() ? CommandOutcome.ACCEPTED : CommandOutcome.UNCHANGED;
        }
        return CommandOutcome.REFUSED;
    }

    static Optional<Refused> refused(Decision decision) {
        return decision instanceof Refused refused ? Optional.of(refused) : Optional.empty();
    }

    /** Drops a request id that is too long: an answer must always fit into a record. */
    private static @Nullable String bounded(String requestId) {
        return requestId.length() <= Governor.MAX_REQUEST_ID ? requestId : null;
    }
}
