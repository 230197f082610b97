package io.elmstream.wire;

import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.wire.avro.ChallengerMode;
import io.elmstream.wire.avro.TimelineStep;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Converts steps and challengers to their stored form and back. */
public final class StepRecords {

    private StepRecords() {}

    /** Returns the stored form of a step's effective time: null for the beginning. */
    public static @Nullable Instant effectiveFrom(Step step) {
        return step.effectiveFrom() == Step.BEGINNING ? null : Instant.ofEpochMilli(step.effectiveFrom());
    }

    static TimelineStep step(Step step) {
        return new TimelineStep(
                step.revision(),
                effectiveFrom(step),
                step.champion(),
                step.reason(),
                nullable(step.voidedBy()),
                step.challenger().map(StepRecords::challenger).orElse(null),
                step.madeAt().isPresent() ? Instant.ofEpochMilli(step.madeAt().getAsLong()) : null,
                nullable(step.takesBack()));
    }

    /**
     * Returns a step from its stored form.
     *
     * @throws IllegalArgumentException if it is not a valid step
     */
    static Step step(TimelineStep stored) {
        return stored.getTakesBack() == null
                ? deployment(stored)
                : new Step.Rollback(
                        stored.getRevision(),
                        effectiveFrom(stored),
                        stored.getChampion(),
                        stored.getReason(),
                        madeAt(stored),
                        stored.getTakesBack(),
                        optional(stored.getVoidedBy()));
    }

    /**
     * Returns a deployment from its stored form.
     *
     * @throws IllegalArgumentException if it is not a valid deployment
     */
    static Step.Deployment deployment(TimelineStep stored) {
        return new Step.Deployment(
                stored.getRevision(),
                effectiveFrom(stored),
                stored.getChampion(),
                Optional.ofNullable(stored.getChallenger()).map(StepRecords::challenger),
                stored.getReason(),
                madeAt(stored),
                optional(stored.getVoidedBy()));
    }

    private static long effectiveFrom(TimelineStep stored) {
        return stored.getEffectiveFrom() == null
                ? Step.BEGINNING
                : stored.getEffectiveFrom().toEpochMilli();
    }

    private static OptionalLong madeAt(TimelineStep stored) {
        return stored.getMadeAt() == null
                ? OptionalLong.empty()
                : OptionalLong.of(stored.getMadeAt().toEpochMilli());
    }

    static io.elmstream.wire.avro.Challenger challenger(Challenger challenger) {
        return new io.elmstream.wire.avro.Challenger(
                challenger.version(),
                ChallengerMode.valueOf(challenger.mode().name()),
                challenger.share().basisPoints(),
                challenger.gate().map(StepRecords::gate).orElse(null));
    }

    /**
     * Returns a challenger from its stored form.
     *
     * @throws IllegalArgumentException if a figure is out of its range; the message names it
     */
    static Challenger challenger(io.elmstream.wire.avro.Challenger stored) {
        return new Challenger(
                stored.getVersion(),
                Mode.valueOf(stored.getMode().name()),
                new Share(stored.getShare()),
                Optional.ofNullable(stored.getGate()).map(StepRecords::gate));
    }

    static io.elmstream.wire.avro.Learning learning(Learning learning) {
        return new io.elmstream.wire.avro.Learning(
                learning.on(),
                ChallengerMode.valueOf(learning.mode().name()),
                learning.share().basisPoints(),
                learning.gate().map(StepRecords::gate).orElse(null));
    }

    /**
     * Returns whether a model learns from its stored form.
     *
     * @throws IllegalArgumentException if a figure is out of its range; the message names it
     */
    static Learning learning(io.elmstream.wire.avro.Learning stored) {
        return new Learning(
                stored.getOn(),
                Mode.valueOf(stored.getMode().name()),
                new Share(stored.getShare()),
                Optional.ofNullable(stored.getGate()).map(StepRecords::gate));
    }

    private static io.elmstream.wire.avro.Gate gate(Gate gate) {
        return new io.elmstream.wire.avro.Gate(
                gate.minReadings(),
                nullable(gate.maxAccuracyLoss()),
                nullable(gate.minAgreement()),
                gate.maxErrorRate());
    }

    private static Gate gate(io.elmstream.wire.avro.Gate stored) {
        return new Gate(
                stored.getMinReadings(),
                optional(stored.getMaxAccuracyLoss()),
                optional(stored.getMinAgreement()),
                stored.getMaxErrorRate());
    }

    static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static @Nullable Long nullable(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static @Nullable Double nullable(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
