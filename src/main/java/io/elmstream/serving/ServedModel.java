package io.elmstream.serving;

import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.KeyBuckets;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ReadyChoice.Counterpart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model as this instance serves it: the serving steps of its timeline, latest revision first. If a version cannot
 * serve here, the step before it decides, and predictions carry the revision of that step. Immutable.
 */
public final class ServedModel {

    /** Finds the versions that steps name. */
    interface Versions {

        /**
         * Returns the version as named by the step; empty if it cannot serve here, or is missing.
         *
         * @param onDemand finds versions that are not always in memory
         */
        Optional<ReadyVersion> find(int version, Step step, OnDemand onDemand);

        /** Returns whether {@link #find} always returns the same result for this version, without {@code onDemand}. */
        boolean isFixed(int version);

        /** Returns the comparison counts of a step. */
        ComparisonCounts counts(Step step);
    }

    private final Timeline timeline;
    private final Set<VersionKey> fixed;
    private final List<Serving> latestFirst = new ArrayList<>();

    private ServedModel(Timeline timeline, Set<VersionKey> fixed) {
        this.timeline = timeline;
        this.fixed = fixed;
    }

    /**
     * Returns a model.
     *
     * @param fixed the versions that stay in memory as long as this object
     */
    static ServedModel of(Timeline timeline, Set<VersionKey> fixed, Versions versions) {
        ServedModel model = new ServedModel(timeline, fixed);
        timeline.serving().forEach(step -> model.latestFirst.add(new Serving(timeline, step, versions)));
        Collections.reverse(model.latestFirst);
        return model;
    }

    public Timeline timeline() {
        return timeline;
    }

    Set<VersionKey> fixed() {
        return fixed;
    }

    /**
     * Returns the versions that score a reading.
     *
     * @param eventTime in epoch milliseconds
     * @param key the reading's key
     * @param onDemand finds the versions that no longer serve
     * @return empty if no version that could score it is ready, or if one has to be loaded first, as {@code onDemand}
     *     then says
     */
    public Optional<ReadyChoice> choiceAt(long eventTime, byte[] key, OnDemand onDemand) {
        for (int i = 0; i < latestFirst.size(); i++) {
            Serving serving = latestFirst.get(i);
            if (serving.step.effectiveFrom() <= eventTime) {
                Optional<ReadyChoice> choice = serving.choice(key, onDemand);
                if (choice.isEmpty() && !onDemand.isMissing()) {
                    choice = below(i, eventTime, key, onDemand);
                }
                return onDemand.isMissing() ? Optional.empty() : choice;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the choice of an earlier champion if a version cannot serve; if there is none, that of an earlier
     * challenger.
     */
    private Optional<ReadyChoice> below(int step, long eventTime, byte[] key, OnDemand onDemand) {
        Optional<ReadyChoice> tried = Optional.empty();
        for (Serving serving : latestFirst.subList(step + 1, latestFirst.size())) {
            if (serving.step.effectiveFrom() <= eventTime) {
                Optional<ReadyChoice> choice = serving.choice(key, onDemand);
                if (onDemand.isMissing()) {
                    return Optional.empty();
                }
                if (choice.isPresent() && choice.get().version().served().version() == serving.step.champion()) {
                    return choice;
                }
                tried = tried.or(() -> choice);
            }
        }
        return tried;
    }

    /**
     * Returns a version by its number, as the latest serving step that names it shows it.
     *
     * @param onDemand finds the versions that no longer serve
     * @return empty if no serving step names it, if it cannot serve here, or if it has to be loaded first, as
     *     {@code onDemand} then says
     */
    public Optional<ReadyVersion> version(int version, OnDemand onDemand) {
        return latestFirst.stream()
                .filter(serving -> serving.step.versions().anyMatch(named -> named == version))
                .findFirst()
                .flatMap(serving -> serving.versions.find(version, serving.step, onDemand));
    }

    /** Returns the champion in force at an event time; empty if none is in memory. */
    public Optional<ReadyVersion> championAt(long eventTime, OnDemand onDemand) {
        return latestFirst.stream()
                .filter(serving -> serving.step.effectiveFrom() <= eventTime)
                .flatMap(serving -> serving.champion(onDemand).stream())
                .findFirst();
    }

    /** One step. Everything constant is created once, so that a reading allocates nothing. */
    private static final class Serving {

        private final Deployment step;
        private final Versions versions;
        private final Optional<Challenger> challenger;
        private final Optional<KeyBuckets> buckets;
        private final boolean fixed;
        private final Optional<ReadyChoice> alone;
        private final Optional<ReadyChoice> inShare;

        Serving(Timeline timeline, Deployment step, Versions versions) {
            this.step = step;
            this.versions = versions;
            this.challenger = step.challenger();
            this.buckets = challenger.map(tried -> KeyBuckets.of(timeline.modelId(), tried.version()));
            this.fixed = step.versions().allMatch(versions::isFixed);
            this.alone = fixed ? alone(OnDemand.NONE) : Optional.empty();
            this.inShare =
                    fixed && challenger.isPresent() ? inShare(challenger.get(), OnDemand.NONE) : Optional.empty();
        }

        Optional<ReadyVersion> champion(OnDemand onDemand) {
            return versions.find(step.champion(), step, onDemand);
        }

        Optional<ReadyChoice> choice(byte[] key, OnDemand onDemand) {
            if (challenger.isPresent()
                    && challenger.get().share().includes(buckets.get().bucket(key))) {
                return fixed ? inShare : inShare(challenger.get(), onDemand);
            }
            return fixed ? alone : alone(onDemand);
        }

        private Optional<ReadyChoice> alone(OnDemand onDemand) {
            return champion(onDemand).map(champion -> new ReadyChoice(champion, Optional.empty()));
        }

        private Optional<ReadyChoice> inShare(Challenger tried, OnDemand onDemand) {
            Optional<ReadyVersion> champion = champion(onDemand);
            Optional<ReadyVersion> other = versions.find(tried.version(), step, onDemand);
            boolean canary = tried.mode() == Mode.CANARY;
            Optional<ReadyVersion> counts = canary ? other : champion;
            Optional<ReadyVersion> beside = canary ? champion : other;
            return counts.map(version -> new ReadyChoice(
                    version, beside.map(second -> new Counterpart(second, tried.mode(), versions.counts(step)))));
        }
    }
}
