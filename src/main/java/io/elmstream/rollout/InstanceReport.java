package io.elmstream.rollout;

import io.elmstream.model.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a running instance serves, as it tells the governor and everybody who asks.
 *
 * @param instanceId the instance, the same after a restart
 * @param applicationId the application that it is an instance of
 * @param startedAt when its process began, in epoch milliseconds; all counts begin with it
 * @param at when the report was made, in epoch milliseconds
 * @param leaving whether it is the last one, because the instance stops
 * @param models all models of the instance
 */
public record InstanceReport(
        String instanceId, String applicationId, long startedAt, long at, boolean leaving, List<Model> models) {

    /** An instance that has not reported for so long counts as stale. */
    public static final Duration STALE = Duration.ofSeconds(15);

    public InstanceReport {
        models = List.copyOf(models);
    }

    /**
     * How the instance stands with a model.
     *
     * @param modelId the model
     * @param revision the revision of the timeline that it knows
     * @param serving the champion that serves readings of now here; empty while none does
     * @param versions those in force now or later, and others that served lately
     * @param comparison empty while no challenger is tried
     * @param underOlderRevision predictions since the process began whose event time a step decides that the instance
     *     knew too late
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

        /** Where every step was known in time. */
        public Model(
                ModelId modelId,
                long revision,
                OptionalInt serving,
                List<Version> versions,
                Optional<Compared> comparison) {
            this(modelId, revision, serving, versions, comparison, 0);
        }

        /** The versions that are being made ready. */
        public List<Integer> preparing() {
            return versions.stream()
                    .filter(version -> version.readiness() == Readiness.PREPARING)
                    .map(Version::version)
                    .toList();
        }

        /** The versions that cannot serve here, with the reason. */
        public SortedMap<Integer, String> failed() {
            SortedMap<Integer, String> failed = new TreeMap<>();
            versions.stream()
                    .filter(version -> version.readiness() == Readiness.FAILED)
                    .forEach(version ->
                            failed.put(version.version(), version.reason().orElse("")));
            return failed;
        }
    }

    /** What became of making a version ready to serve. */
    public enum Readiness {
        /** It is being made ready. */
        PREPARING,
        /** It can serve. */
        READY,
        /** It cannot serve on this instance; the last good champion does. */
        FAILED
    }

    /**
     * A version on the instance.
     *
     * @param readiness whether it can serve
     * @param reason why not; empty unless it failed
     * @param millis how long it took to make it ready, or to fail
     * @param predictions of this version that counted, since the process began
     * @param labelled those of them whose reading carried the true class
     * @param correct those of the labelled ones that were right
     */
    public record Version(
            int version,
            Readiness readiness,
            Optional<String> reason,
            long millis,
            long predictions,
            long labelled,
            long correct) {}

    /**
     * Champion and challenger on the readings that both scored on the instance.
     *
     * @param revision of the step that names the challenger
     */
    public record Compared(long revision, Comparison comparison) {}
}
