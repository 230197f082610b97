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
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;

/**
 * How an instance stands, as {@code /health} tells it.
 *
 * @param status up, waiting, stalled or down
 * @param inference state of the application that scores readings, as Kafka Streams names it
 * @param governor state of the application that judges commands about models
 * @param threads stream threads of inference that live
 * @param waitsFor what inference waits for before it scores its first reading
 * @param problems why it is stalled
 * @param warnings what does not stop it, but should be known
 * @param partitions those of its tasks, by topic and number
 * @param failures of stream threads within the last five minutes, oldest first
 * @param readingsLost readings that were deleted by retention before this instance could read them, since it began
 * @param ageMillis how long ago it was looked; answers in between repeat what was found
 * @param models by model id
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

    /** A look that is older than this says nothing about now. */
    static final Duration FRESH = Duration.ofSeconds(15);

    /** The answer in a word. */
    public enum Status {
        /** Every task moves: its committed position advances, or there is nothing to read. */
        UP,
        /** Inference waits for models; nothing is wrong. */
        WAITING,
        /** A task does not move, or nobody can tell. It may go on by itself, once what it lacks is there again. */
        STALLED,
        /** An application has stopped, or is about to, or has no threads. */
        DOWN;

        /** As it is written in JSON. */
        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A partition of a task.
     *
     * @param next the offset from which the task would go on after a failure
     * @param lag offsets that are left to read
     * @param moves whether it advances, or has nothing to read
     * @param secondsWithoutProgress since something was committed, where there is something to read; else 0
     * @param oldestUnansweredSeconds how long the oldest unanswered record has waited, at least
     */
    public record Partition(
            long next, long lag, boolean moves, long secondsWithoutProgress, long oldestUnansweredSeconds) {}

    /**
     * A stream thread that failed.
     *
     * @param at when, ISO 8601
     * @param application inference or governor
     * @param partition number of the task's partition; null where the failure is none of a task
     * @param message what it said
     */
    public record Failure(
            String at, String application, @Nullable Integer partition, String message) {}

    /**
     * A model on this instance.
     *
     * @param version the champion that serves readings of now; null while none does
     * @param revision of the timeline that the instance knows
     * @param preparing versions that are not ready yet
     * @param failed versions that cannot serve here, with the reason
     * @param comparison how the challenger does on this instance, in words; null while none is tried
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

    /** What is known of the tasks; the components are those of the report. */
    record Tasks(
            int threads,
            List<String> problems,
            List<String> warnings,
            Map<String, Partition> partitions,
            List<Failure> failures,
            long readingsLost) {}

    /**
     * @param waitsFor in words; empty once inference has begun
     * @param models by model id
     */
    static HealthReport of(
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

    /** The same after a while in which nobody looked. */
    HealthReport aged(Duration age) {
        boolean stale = age.compareTo(FRESH) > 0;
        List<String> known = new ArrayList<>(problems);
        if (stale) {
            known.add("nobody has looked for %d s".formatted(age.toSeconds()));
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

    /** Whether readings are scored, all that there are. */
    @JsonIgnore
    public boolean isReady() {
        return status == Status.UP;
    }

    /** Whether a new start would mend nothing that this instance cannot mend by itself. */
    @JsonIgnore
    public boolean isLive() {
        return status != Status.DOWN;
    }

    private static Status status(State inference, State governor, Set<String> waitsFor, Tasks tasks) {
        if (!lives(inference) || !lives(governor) || (inference == State.RUNNING && tasks.threads() == 0)) {
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
