package io.elmstream.rollout;

import io.elmstream.model.ModelId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** One step of a {@link Timeline}: a deployment, or a rollback of earlier steps. */
public sealed interface Step {

    /** The effective time of a first step: older readings also belong to the first champion. */
    long BEGINNING = Long.MIN_VALUE;

    /** The champion of a timeline of rule sets before the first rule set is in force: nothing judges predictions. */
    int NONE = 0;

    /** Returns the revision, 1 or more, higher than that of the step before. */
    long revision();

    /** Returns the event time from which the step is in force, in epoch milliseconds, or {@link #BEGINNING}. */
    long effectiveFrom();

    /** Returns the version that serves from then on, 1 or more; {@link #NONE} only for rule sets. */
    int champion();

    /** Returns the version that the step tries beside the champion. */
    Optional<Challenger> challenger();

    /** Returns why the step was made, in words. */
    String reason();

    /** Returns when the governor made it, in epoch milliseconds; empty for a step of the first release. */
    OptionalLong madeAt();

    /**
     * Returns the first revision that this step rolls back, lower than its own: it rolls back that one and all after
     * it.
     */
    OptionalLong takesBack();

    /** Returns the revision that rolled back this step, higher than its own; empty while the step stands. */
    OptionalLong voidedBy();

    /** Returns a copy with another {@link #voidedBy}. */
    Step withVoidedBy(OptionalLong by);

    /** Returns a champion in words: {@code champion 1}, or {@code no rule set}. */
    static String inWords(int champion) {
        return champion == NONE ? "no rule set" : "champion " + champion;
    }

    /** Returns what is in force by it, for example {@code champion 1, and version 2 as shadow for 100 %}. */
    default String inWords() {
        return inWords(champion()) + challenger().map(tried -> ", and " + tried).orElse("");
    }

    /** Returns a copy that was rolled back by a later revision. */
    default Step voided(long by) {
        return withVoidedBy(OptionalLong.of(by));
    }

    /** Returns whether no later step has rolled back this one. */
    default boolean stands() {
        return voidedBy().isEmpty();
    }

    /** Returns the versions that it names. */
    default IntStream versions() {
        return IntStream.concat(IntStream.of(champion()), challenger().stream().mapToInt(Challenger::version));
    }

    /** Returns a step that makes a version the champion. */
    static Deployment champion(long revision, long effectiveFrom, int champion, String reason, long madeAt) {
        return new Deployment(
                revision,
                effectiveFrom,
                champion,
                Optional.empty(),
                reason,
                OptionalLong.of(madeAt),
                OptionalLong.empty());
    }

    /** Returns a step that tries a version beside the champion. */
    static Deployment challenge(
            long revision, long effectiveFrom, int champion, Challenger challenger, String reason, long madeAt) {
        return new Deployment(
                revision,
                effectiveFrom,
                champion,
                Optional.of(challenger),
                reason,
                OptionalLong.of(madeAt),
                OptionalLong.empty());
    }

    /**
     * Puts versions in force from an event time on. While it stands, it decides about readings.
     *
     * @param effectiveFrom {@link #BEGINNING} for the first step of a timeline
     */
    record Deployment(
            long revision,
            long effectiveFrom,
            int champion,
            Optional<Challenger> challenger,
            String reason,
            OptionalLong madeAt,
            OptionalLong voidedBy)
            implements Step {

        public Deployment {
            check(revision, champion, voidedBy);
            if (challenger.isPresent() && challenger.get().version() == champion) {
                throw new IllegalArgumentException(
                        "the challenger must be another version than the champion, " + champion);
            }
        }

        @Override
        public OptionalLong takesBack() {
            return OptionalLong.empty();
        }

        @Override
        public Deployment withVoidedBy(OptionalLong by) {
            return new Deployment(revision, effectiveFrom, champion, challenger, reason, madeAt, by);
        }

        /** Returns the version that the step introduced: the challenger if there is one. */
        public int brings() {
            return challenger.map(Challenger::version).orElse(champion);
        }

        /** Returns the versions that score the readings with a key while this step decides. */
        public Choice choice(ModelId modelId, byte[] key) {
            return challenger
                    .map(tried -> choice(
                            tried, KeyBuckets.of(modelId, tried.version()).bucket(key)))
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

        Deployment fromTheBeginning() {
            return new Deployment(revision, BEGINNING, champion, challenger, reason, madeAt, voidedBy);
        }
    }

    /**
     * Rolls back earlier steps. It decides about no readings itself: the last deployment that still stands does.
     *
     * @param effectiveFrom the earliest effective time of the deployments that it rolls back
     * @param champion the version that serves again
     * @param firstVoided the first revision that it rolls back
     */
    record Rollback(
            long revision,
            long effectiveFrom,
            int champion,
            String reason,
            OptionalLong madeAt,
            long firstVoided,
            OptionalLong voidedBy)
            implements Step {

        public Rollback {
            check(revision, champion, voidedBy);
            if (firstVoided >= revision) {
                throw new IllegalArgumentException(
                        "takesBack must be lower than the revision " + revision + ", got " + firstVoided);
            }
        }

        @Override
        public Optional<Challenger> challenger() {
            return Optional.empty();
        }

        @Override
        public OptionalLong takesBack() {
            return OptionalLong.of(firstVoided);
        }

        @Override
        public Rollback withVoidedBy(OptionalLong by) {
            return new Rollback(revision, effectiveFrom, champion, reason, madeAt, firstVoided, by);
        }
    }

    private static void check(long revision, int champion, OptionalLong voidedBy) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be 1 or more, got " + revision);
        }
        if (champion < NONE) {
            throw new IllegalArgumentException("champion must be 0 or more, got " + champion);
        }
        if (voidedBy.isPresent() && voidedBy.getAsLong() <= revision) {
            throw new IllegalArgumentException(
                    "voidedBy must be higher than the revision " + revision + ", got " + voidedBy.getAsLong());
        }
    }
}
