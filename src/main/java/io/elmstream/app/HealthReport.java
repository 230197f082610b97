package io.elmstream.app;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;

/**
 * The health of an instance, as returned by {@code /health}.
 *
 * @param status up, waiting, stalled or down
 * @param inference Kafka Streams state of the application that scores readings
 * @param governor Kafka Streams state of the application that judges commands about models
 * @param threads number of live stream threads of inference
 * @param waitsFor what inference waits for before it scores its first reading
 * @param problems reasons why the instance is stalled
 * @param warnings conditions that do not stop the instance but need attention
 * @param partitions partitions of its tasks, by topic and number
 * @param failures stream threads that failed within the last five minutes, oldest first
 * @param readingsLost number of readings that retention deleted before this instance could read them, since it started
 * @param ageMillis age of this report; responses repeat the latest sample
 * @param models models by id
 */
public record HealthReport(
        Status status,
        State inference,
        State governor,
        int threads,
        List<String> waitsFor,
        List<String> problems,
        List<String> warnings,
        Map<String, Partition> partitions,
        List<Failure> failures,
        long readingsLost,
        long ageMillis,
        Map<String, Model> models) {

    /** The age from which a sample no longer describes the present state. */
    static final Duration FRESH = Duration.ofSeconds(15);

    /** The overall status. */
    public enum Status {
        /** Every task makes progress: its committed position advances, or there is nothing to read. */
        UP,
        /** Inference waits for models; this is not an error. */
        WAITING,
        /**
         * A task makes no progress, or its progress is unknown. It may resume by itself when what it lacks is available
         * again.
         */
        STALLED,
        /** An application has stopped, is stopping, or has no threads. */
        DOWN;

        /** Returns the status as written in JSON. */
        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the problems, and what the instance waits for. */
    List<String> reasons() {
        return Stream.concat(problems.stream(), waitsFor.stream().map(each -> "waits for " + each))
                .toList();
    }

    /**
     * A partition of a task.
     *
     * @param next offset from which the task would resume after a failure
     * @param lag number of offsets left to read
     * @param moves whether the task makes progress or has nothing to read
     * @param secondsWithoutProgress seconds since the last commit if there is something to read; else 0
     * @param oldestUnansweredSeconds lower bound of the time that the oldest unanswered record has waited
     */
    public record Partition(
            long next, long lag, boolean moves, long secondsWithoutProgress, long oldestUnansweredSeconds) {}

    /**
     * A stream thread that failed.
     *
     * @param at time of the failure, ISO 8601
     * @param application inference or governor
     * @param partition number of the task's partition; null if the failure does not belong to a task
     * @param message message of the failure
     */
    public record Failure(
            String at, String application, @Nullable Integer partition, String message) {}

    /**
     * A model on this instance.
     *
     * @param version the champion for readings with the current time; null if there is none
     * @param revision revision of the timeline that the instance knows
     * @param preparing versions that are not ready yet
     * @param failed versions that cannot serve on this instance, with the reason
     * @param comparison description of the challenger's results on this instance; null if there is no challenger
     */
    public record Model(
            @Nullable Integer version,
            long revision,
            List<Integer> preparing,
            Map<Integer, String> failed,
            @Nullable String comparison) {

        static Model of(InstanceReport.Model model) {
            return new Model(
                    model.serving().isPresent() ? model.serving().getAsInt() : null,
                    model.revision(),
                    model.preparing(),
                    model.failed(),
                    model.comparison()
                            .map(compared -> compared.comparison().inShort())
                            .orElse(null));
        }
    }

    /**
     * The observed state of the tasks; the other components are those of the report.
     *
     * @param scores whether the instance shall score, and so have threads
     */
    public record Tasks(
            int threads,
            boolean scores,
            List<String> problems,
            List<String> warnings,
            Map<String, Partition> partitions,
            List<Failure> failures,
            long readingsLost) {

        /** The state of an instance that scores. */
        public Tasks(
                int threads,
                List<String> problems,
                List<String> warnings,
                Map<String, Partition> partitions,
                List<Failure> failures,
                long readingsLost) {
            this(threads, true, problems, warnings, partitions, failures, readingsLost);
        }

        private boolean areStuck() {
            return scores && threads == 0;
        }
    }

    /**
     * @param waitsFor descriptions; empty once inference has started
     * @param models models by id
     */
    public static HealthReport of(
            State inference,
            State governor,
            Set<String> waitsFor,
            Tasks tasks,
            Map<ModelId, InstanceReport.Model> models) {
        Map<String, Model> reported = new TreeMap<>();
        models.forEach((id, health) -> reported.put(id.value(), Model.of(health)));
        List<String> warnings = new ArrayList<>(tasks.warnings());
        reported.forEach((id, model) -> model.failed()
                .forEach((version, reason) ->
                        warnings.add("version %d of model %s cannot serve here: %s".formatted(version, id, reason))));
        return new HealthReport(
                status(inference, governor, waitsFor, tasks),
                inference,
                governor,
                tasks.threads(),
                waitsFor.stream().sorted().toList(),
                tasks.problems(),
                warnings,
                tasks.partitions(),
                tasks.failures(),
                tasks.readingsLost(),
                0,
                reported);
    }

    /** Returns this report for a time at which the sampler has been silent for a while. */
    HealthReport aged(Duration age) {
        boolean stale = age.compareTo(FRESH) > 0;
        List<String> known = new ArrayList<>(problems);
        if (stale) {
            known.add("no health sample for %d s".formatted(age.toSeconds()));
        }
        return new HealthReport(
                stale && status == Status.UP ? Status.STALLED : status,
                inference,
                governor,
                threads,
                waitsFor,
                known,
                warnings,
                partitions,
                failures,
                readingsLost,
                age.toMillis(),
                models);
    }

    /** Returns whether the instance is ready: all available readings are scored. */
    @JsonIgnore
    public boolean isReady() {
        return status == Status.UP;
    }

    /** Returns whether the instance is live: a restart would fix nothing that it cannot fix by itself. */
    @JsonIgnore
    public boolean isLive() {
        return status != Status.DOWN;
    }

    private static Status status(State inference, State governor, Set<String> waitsFor, Tasks tasks) {
        if (!lives(inference) || !lives(governor) || (inference == State.RUNNING && tasks.areStuck())) {
            return Status.DOWN;
        }
        if (!waitsFor.isEmpty()) {
            return Status.WAITING;
        }
        return tasks.problems().isEmpty() ? Status.UP : Status.STALLED;
    }

    private static boolean lives(State state) {
        return state == State.CREATED || state.isRunningOrRebalancing();
    }
}
