package io.elmstream.rollout;

import io.elmstream.model.ModelId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * One step of a {@link Timeline}: from a time on, which versions are in force; or that steps are taken back.
 *
 * @param revision 1 or more, higher than that of the step before it
 * @param effectiveFrom the event time from which the step is in force, in epoch milliseconds; {@link #BEGINNING} for
 *     the first step of a timeline; for a step that takes others back, the earliest of theirs
 * @param champion the version that serves, 1 or more; for a step that takes others back, the one that serves again
 * @param challenger the version that is tried beside it
 * @param reason why the step was made, for people
 * @param madeAt when the governor made it, in epoch milliseconds; empty for a step of the first release
 * @param takesBack the first of the revisions that this step takes back, lower than its own: it, and all after it;
 *     empty for a step that brings something
 * @param voidedBy the revision that took this step back, higher than its own; empty while it stands
 */
public record Step(
        long revision,
        long effectiveFrom,
        int champion,
        Optional<Challenger> challenger,
        String reason,
        OptionalLong madeAt,
        OptionalLong takesBack,
        OptionalLong voidedBy) {

    /** The effective time of a first step: readings older than it are the first champion's. */
    public static final long BEGINNING = Long.MIN_VALUE;

    public Step {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be 1 or more, got " + revision);
        }
        if (champion < 1) {
            throw new IllegalArgumentException("champion must be 1 or more, got " + champion);
        }
        if (challenger.isPresent() && challenger.get().version() == champion) {
            throw new IllegalArgumentException("the challenger must be another version than the champion, " + champion);
        }
        if (takesBack.isPresent() && takesBack.getAsLong() >= revision) {
            throw new IllegalArgumentException(
                    "takesBack must be lower than the revision " + revision + ", got " + takesBack.getAsLong());
        }
        if (voidedBy.isPresent() && voidedBy.getAsLong() <= revision) {
            throw new IllegalArgumentException(
                    "voidedBy must be higher than the revision " + revision + ", got " + voidedBy.getAsLong());
        }
    }

    /** A step that makes a version the champion. */
    public static Step champion(long revision, long effectiveFrom, int champion, String reason, long madeAt) {
        return new Step(
                revision,
                effectiveFrom,
                champion,
                Optional.empty(),
                reason,
                OptionalLong.of(madeAt),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** A step that tries a version beside the champion. */
    public static Step challenge(
            long revision, long effectiveFrom, int champion, Challenger challenger, String reason, long madeAt) {
        return new Step(
                revision,
                effectiveFrom,
                champion,
                Optional.of(challenger),
                reason,
                OptionalLong.of(madeAt),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** Whether no later step has taken this one back. */
    public boolean stands() {
        return voidedBy.isEmpty();
    }

    /** Whether it decides about readings: it stands, and brings something. */
    public boolean serves() {
        return stands() && takesBack.isEmpty();
    }

    /** The version that the step brought: the challenger where there is one. */
    public int brings() {
        return challenger.map(Challenger::version).orElse(champion);
    }

    /** The versions that it names. */
    public IntStream versions() {
        return challenger.isPresent() ? IntStream.of(champion, challenger.get().version()) : IntStream.of(champion);
    }

    /** What scores the readings with a key while this step decides. */
    public Choice choice(ModelId modelId, byte[] key) {
        return challenger
                .map(tried ->
                        choice(tried, KeyBuckets.of(modelId, tried.version()).bucket(key)))
                .orElseGet(() -> new Choice(this, champion, OptionalInt.empty()));
    }

    private Choice choice(Challenger tried, int bucket) {
        if (!tried.share().includes(bucket)) {
            return new Choice(this, champion, OptionalInt.empty());
        }
        return tried.mode() == Mode.CANARY
                ? new Choice(this, tried.version(), OptionalInt.of(champion))
                : new Choice(this, champion, OptionalInt.of(tried.version()));
    }

    Step fromTheBeginning() {
        return new Step(revision, BEGINNING, champion, challenger, reason, madeAt, takesBack, voidedBy);
    }

    /** The same, taken back by a later revision. */
    public Step voided(long by) {
        return new Step(revision, effectiveFrom, champion, challenger, reason, madeAt, takesBack, OptionalLong.of(by));
    }

    /** The step as it was when the timeline had the given revision. */
    Step asOf(long timelineRevision) {
        return voidedBy.isPresent() && voidedBy.getAsLong() > timelineRevision
                ? new Step(
                        revision, effectiveFrom, champion, challenger, reason, madeAt, takesBack, OptionalLong.empty())
                : this;
    }
}
