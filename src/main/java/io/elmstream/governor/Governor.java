package io.elmstream.governor;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;

/**
 * Judges commands one after the other. Pure: the same command on the same state at the same time gives the same
 * judgement, and whatever a command holds, the judgement is a value, never an exception.
 *
 * <p>What holds through any commands: revisions rise by one; a champion, once there, never vanishes and is a published
 * version; the bytes of a version never change; a refused command changes nothing but the memory of answers.
 *
 * @param maxArtefactBytes the largest artefact let through, in bytes; with what goes around it, it must fit into a
 *     Kafka record
 * @param lead how long after its command a champion takes over, in milliseconds, 0 or more: long enough that every
 *     instance knows of the step before the first reading that it decides
 */
public record Governor(int maxArtefactBytes, long lead) {

    /** The longest request id, in characters. */
    public static final int MAX_REQUEST_ID = 100;

    /** Leaves room for what goes around an artefact in a record of Kafka's default limit, 1 MiB. */
    public static final int DEFAULT_MAX_ARTEFACT_BYTES = 900_000;

    /** Half a second, in milliseconds. */
    public static final long DEFAULT_LEAD = 500;

    public Governor {
        if (maxArtefactBytes < 1) {
            throw new IllegalArgumentException("maxArtefactBytes must be 1 or more, got " + maxArtefactBytes);
        }
        if (lead < 0) {
            throw new IllegalArgumentException("lead must be 0 or more, got " + lead);
        }
    }

    /**
     * Judges one command.
     *
     * @param governed the state of the command's model, empty when no version of it has been published
     * @param named the version that the command names, empty when it has not been published
     * @param command the command
     * @param now the time of judgement, in epoch milliseconds
     */
    public Judgement judge(
            Optional<Governed> governed, Optional<PublishedVersion> named, Command command, long now) {
        Optional<Refused> malformed = malformed(command);
        if (malformed.isPresent()) {
            return forgotten(governed, command, malformed.get());
        }
        Optional<Answer> earlier = governed.flatMap(state -> state.answerTo(command.requestId()));
        if (earlier.isPresent()) {
            return repeated(governed, command, earlier.get());
        }
        return command instanceof Publish publish
                ? judge(governed, named, publish, now)
                : judge(governed, named, (Activate) command, now);
    }

    private Judgement judge(Optional<Governed> governed, Optional<PublishedVersion> named, Publish command, long now) {
        Admission admission = Admission.of(command, maxArtefactBytes, governed.map(Governed::contract), named);
        if (admission instanceof Admission.Denied denied) {
            return remembered(governed, command, denied.refusal());
        }
        Admission.Granted granted = (Admission.Granted) admission;
        String version = command.id() + " version " + command.version();
        Governed state = governed.orElseGet(
                () -> new Governed(command.id(), granted.contract(), Timeline.empty(command.id()), List.of()));
        if (named.isPresent()) {
            return remembered(Optional.of(state), command, new Accepted(false, version + " is already published"));
        }
        Judgement judged = remembered(Optional.of(state), command, new Accepted(true, version + " is published"));
        PublishedVersion published =
                new PublishedVersion(command.version(), granted.digest(), command.artefact().length, 1, now);
        return new Judgement(judged.answer(), judged.governed(), Optional.of(published), Optional.empty());
    }

    private Judgement judge(Optional<Governed> governed, Optional<PublishedVersion> named, Activate command, long now) {
        if (governed.isEmpty()) {
            return forgotten(governed, command, Refused.of(RefusalReason.UNKNOWN_MODEL, "modelId",
                    "no version of " + command.id() + " has been published: publish one, then activate it"));
        }
        Timeline timeline = governed.get().timeline();
        Optional<Step> latest = timeline.latest();
        if (named.isEmpty()) {
            return remembered(governed, command, Refused.of(RefusalReason.UNKNOWN_VERSION, "version",
                    command.id() + " has no version " + command.version() + ": publish it, then activate it"));
        }
        if (command.expectedRevision().isPresent()
                && command.expectedRevision().getAsLong() != timeline.revision()) {
            String champion = latest.map(step -> "champion " + step.champion()).orElse("no champion");
            return remembered(governed, command, Refused.of(RefusalReason.CONFLICT, "expectedRevision",
                    "expected revision " + command.expectedRevision().getAsLong() + " of " + command.id() + ", but it is "
                            + timeline.revision() + " with " + champion + ": look again, then decide again"));
        }
        if (latest.isPresent() && latest.get().champion() == command.version()) {
            return remembered(governed, command,
                    new Accepted(false, command.id() + " version " + command.version() + " is already the champion"));
        }
        Timeline moved = timeline.with(next(timeline, command, now));
        Judgement judged = remembered(Optional.of(governed.get().with(moved)), command,
                new Accepted(true, command.id() + " version " + command.version() + " is the champion"));
        return new Judgement(judged.answer(), judged.governed(), Optional.empty(), Optional.of(moved));
    }

    /** The first step holds from the beginning, so that what came in before there was a model is scored by it. */
    private Step next(Timeline timeline, Activate command, long now) {
        List<Step> steps = timeline.steps();
        long from = steps.isEmpty()
                ? Step.BEGINNING
                : Math.max(now + lead, steps.get(steps.size() - 1).effectiveFrom());
        return Step.champion(
                timeline.revision() + 1, from, command.version(), "activated by request " + command.requestId(), now);
    }

    private static Optional<Refused> malformed(Command command) {
        int length = command.requestId().length();
        if (command.requestId().isBlank() || length > MAX_REQUEST_ID) {
            return Optional.of(Refused.of(RefusalReason.BAD_REQUEST_ID, "requestId",
                    "requestId must have 1 to " + MAX_REQUEST_ID + " characters and not be blank, got " + length));
        }
        if (command.version() < 1) {
            return Optional.of(Refused.of(RefusalReason.BAD_VERSION, "version",
                    "version must be 1 or more, got " + command.version()));
        }
        return Optional.empty();
    }

    private static Judgement repeated(Optional<Governed> governed, Command command, Answer earlier) {
        if (earlier.request().equals(command.inShort())) {
            return new Judgement(earlier, governed, Optional.empty(), Optional.empty());
        }
        return forgotten(governed, command, Refused.of(RefusalReason.REQUEST_ID_REUSED, "requestId",
                "request " + command.requestId() + " was '" + earlier.request() + "', now it is '" + command.inShort()
                        + "': give every command a request id of its own"));
    }

    /** A judgement that changes nothing beyond the given state and the memory of answers. */
    private static Judgement remembered(Optional<Governed> governed, Command command, Decision decision) {
        Answer answer = answer(governed, command, decision);
        return new Judgement(answer, governed.map(state -> state.with(answer)), Optional.empty(), Optional.empty());
    }

    /** A judgement that leaves no trace. */
    private static Judgement forgotten(Optional<Governed> governed, Command command, Decision decision) {
        return new Judgement(answer(governed, command, decision), governed, Optional.empty(), Optional.empty());
    }

    private static Answer answer(Optional<Governed> governed, Command command, Decision decision) {
        Optional<Step> latest = governed.flatMap(state -> state.timeline().latest());
        return new Answer(command.requestId(), command.inShort(), decision, latest);
    }
}
