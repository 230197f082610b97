package io.elmstream.rollout;

import io.elmstream.model.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A report of what a running instance serves, for the governor and for status.
 *
 * @param instanceId the instance, the same after a restart
 * @param applicationId the application that the instance belongs to
 * @param startedAt when its process started, in epoch milliseconds; all counts start there
 * @param at when the report was made, in epoch milliseconds
 * @param leaving whether it is the last one, because the instance stops
 * @param models all models of the instance
 */
public record InstanceReport(
        String instanceId, String applicationId, long startedAt, long at, boolean leaving, List<Model> models) {

    /** The age of the last report from which on an instance counts as stale. */
    public static final Duration STALE = Duration.ofSeconds(15);

    public InstanceReport {
        models = List.copyOf(models);
    }

    /**
     * The state of a model on the instance.
     *
     * @param modelId the model
     * @param revision the revision of the timeline that the instance knows
     * @param serving the champion that scores current readings here; empty while there is none
     * @param versions those in force now or later, and others that served recently
     * @param comparison empty while no challenger is tried
     * @param underOlderRevision predictions since the process started whose event time belongs to a step that the
     *     instance knew too late
     */
    public record Model(
            ModelId modelId,
            long revision,
            OptionalInt serving,
            List<Version> versions,
            Optional<Compared> comparison,
            long underOlderRevision) {

        public Model {
            versions = List.copyOf(versions);
        }

        /** A model for which every step was known in time. */
        public Model(
                ModelId modelId,
                long revision,
                OptionalInt serving,
                List<Version> versions,
                Optional<Compared> comparison) {
            this(modelId, revision, serving, versions, comparison, 0);
        }

        /** Returns the versions that are being prepared. */
        public List<Integer> preparing() {
            return versions.stream()
                    .filter(version -> version.readiness() == Readiness.PREPARING)
                    .map(Version::version)
                    .toList();
        }

        /** Returns the versions that cannot serve here, with the reason. */
        public SortedMap<Integer, String> failed() {
            SortedMap<Integer, String> failed = new TreeMap<>();
            versions.stream()
                    .filter(version -> version.readiness() == Readiness.FAILED)
                    .forEach(version ->
                            failed.put(version.version(), version.reason().orElse("")));
            return failed;
        }
    }

    /** Whether a version is ready to serve. */
    public enum Readiness {
        /** It is being prepared. */
        PREPARING,
        /** It can serve. */
        READY,
        /** It cannot serve on this instance; the last good champion serves instead. */
        FAILED
    }

    /**
     * A version on the instance.
     *
     * @param readiness whether it can serve
     * @param reason why not; empty unless it failed
     * @param millis how long preparation took, or took to fail
     * @param predictions of this version that counted, since the process started
     * @param labelled those of them whose reading carried the true class
     * @param correct those of the labelled ones that were correct
     * @param verified those of the predictions that the version's verifier answered, because its draft was not sure
     */
    public record Version(
            int version,
            Readiness readiness,
            Optional<String> reason,
            long millis,
            long predictions,
            long labelled,
            long correct,
            long verified) {

        /** A version without a verifier. */
        public Version(
                int version,
                Readiness readiness,
                Optional<String> reason,
                long millis,
                long predictions,
                long labelled,
                long correct) {
            this(version, readiness, reason, millis, predictions, labelled, correct, 0);
        }
    }

    /**
     * The comparison of champion and challenger on the readings that both scored on the instance.
     *
     * @param revision of the step that names the challenger
     */
    public record Compared(long revision, Comparison comparison) {}
}
