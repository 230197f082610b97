package io.elmstream.governor;

import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import java.util.Optional;

/**
 * Judges commands one after the other. Pure: the same command on the same state at the same time gives the same
 * judgement, and for any command the judgement is a value, never an exception.
 *
 * <p>Invariants: revisions increase by one; a champion, once there, never vanishes; a version that a serving step names
 * is published and not retired; the bytes of a version never change; a refused command changes nothing but the stored
 * answers.
 *
 * @param maxArtefactBytes the largest accepted artefact, in bytes
 * @param lead how long after its command a champion takes over, in milliseconds, 0 or more: long enough that every
 *     instance knows the step before the first reading that it decides
 * @param minTrial how long a challenger is tried at least before its gate may promote it, in milliseconds, 0 or more
 * @param rules whether rule sets are accepted
 */
public record Governor(int maxArtefactBytes, long lead, long minTrial, boolean rules) {

    /** The longest request id, in characters. */
    public static final int MAX_REQUEST_ID = 100;

    /** The limit of the format. */
    public static final int DEFAULT_MAX_ARTEFACT_BYTES = ArtefactFormat.MAX_BYTES;

    /**
     * The largest increase of the lead, in milliseconds: a caller that waits for the change must see it take effect.
     */
    static final long LONGEST_DELAY = 30_000;

    /** Half a second, in milliseconds. */
    public static final long DEFAULT_LEAD = 500;

    /** Ten seconds, in milliseconds. */
    public static final long DEFAULT_MIN_TRIAL = 10_000;

    public Governor {
        if (maxArtefactBytes < 1) {
            throw new IllegalArgumentException("maxArtefactBytes must be 1 or more, got " + maxArtefactBytes);
        }
        if (lead < 0) {
            throw new IllegalArgumentException("lead must be 0 or more, got " + lead);
        }
        if (minTrial < 0) {
            throw new IllegalArgumentException("minTrial must be 0 or more, got " + minTrial);
        }
    }

    /** A governor with the default of {@code minTrial} that accepts rule sets. */
    public Governor(int maxArtefactBytes, long lead) {
        this(maxArtefactBytes, lead, DEFAULT_MIN_TRIAL, true);
    }

    /**
     * Returns a copy with a lead that includes the time to publish a step. While brokers elect leaders, for example, a
     * commit takes seconds; readings would be scored before the step is known, although it already applies to them.
     *
     * @param slowest the slowest recent commit, in milliseconds
     */
    public Governor after(long slowest) {
        long longer = Math.min(lead / 2 + slowest, lead + LONGEST_DELAY);
        return lead == 0 || longer <= lead ? this : new Governor(maxArtefactBytes, longer, minTrial, rules);
    }

    /**
     * Judges one command.
     *
     * @param known the state of its model, its version and its upload
     * @param command the command
     * @param now the time of judgement, in epoch milliseconds
     */
    public Judgement judge(CommandContext known, Command command, long now) {
        Optional<GovernedState> governed = known.governed();
        Optional<Refused> malformed = malformed(command);
        if (malformed.isPresent()) {
            return Judgement.forgotten(governed, command, malformed.get());
        }
        Optional<Answer> earlier = governed.flatMap(state -> state.answerTo(command.requestId()));
        if (earlier.isPresent()) {
            return repeated(governed, command, earlier.get());
        }
        return command.accept(new CommandJudge(new Admission(maxArtefactBytes, rules), new Moves(lead), known, now));
    }

    /**
     * Evaluates the gate of the latest challenger.
     *
     * @param governed the model
     * @param comparison of the latest step's challenger with its champion
     * @return the timeline with the decision as a step; empty while there is no decision
     */
    public Optional<Timeline> decide(GovernedState governed, Comparison comparison, long now) {
        Timeline timeline = governed.timeline();
        Optional<Gate> gate =
                timeline.latest().flatMap(Deployment::challenger).flatMap(challenger -> challenger.gate());
        Gate.Verdict verdict =
                gate.map(conditions -> conditions.judge(comparison)).orElseGet(Gate.Verdict.Undecided::new);
        if (verdict instanceof Gate.Verdict.Passed passed) {
            if (now < timeline.latest().orElseThrow().effectiveFrom() + minTrial) {
                return Optional.empty();
            }
            return Optional.of(new Moves(lead).promoted(timeline, "promoted by its gate; " + passed.reason(), now));
        }
        return verdict instanceof Gate.Verdict.Failed failed
                ? Optional.of(Moves.withoutChallenger(timeline, "rolled back by its gate: " + failed.reason(), now))
                : Optional.empty();
    }

    private static Optional<Refused> malformed(Command command) {
        int length = command.requestId().length();
        if (command.requestId().isBlank() || length > MAX_REQUEST_ID) {
            return Optional.of(Refused.of(
                    RefusalReason.BAD_REQUEST_ID,
                    "requestId",
                    "requestId must have 1 to " + MAX_REQUEST_ID + " characters and not be blank, got " + length));
        }
        if (command.version() < 1) {
            return Optional.of(Refused.of(
                    RefusalReason.BAD_VERSION, "version", "version must be 1 or more, got " + command.version()));
        }
        // a command is stored with its answer, so none of its fields may be of any length
        return command instanceof Command.InParts parts ? Uploads.badDigest(parts) : Optional.empty();
    }

    private static Judgement repeated(Optional<GovernedState> governed, Command command, Answer earlier) {
        if (earlier.request().equals(command.inShort())) {
            return Judgement.of(earlier, governed);
        }
        return Judgement.forgotten(
                governed,
                command,
                Refused.of(
                        RefusalReason.REQUEST_ID_REUSED,
                        "requestId",
                        "request " + command.requestId() + " was '" + earlier.request() + "', now it is '"
                                + command.inShort() + "': use a new request id for every command"));
    }
}
