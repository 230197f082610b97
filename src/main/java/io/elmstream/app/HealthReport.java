package io.elmstream.app;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.elmstream.governor.InstanceReport;
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
 * @param status up, waiting or down
 * @param inference state of the application that scores readings, as Kafka Streams names it
 * @param governor state of the application that judges commands about models
 * @param waitsFor what inference waits for before it scores its first reading
 * @param models by model id
 */
public record HealthReport(
        Status status, State inference, State governor, List<String> waitsFor, Map<String, Model> models) {

    /** The answer in a word. */
    public enum Status {
        /** Readings are scored. */
        UP,
        /** Inference waits for models; nothing is wrong. */
        WAITING,
        /** An application has stopped, or is about to. */
        DOWN;

        /** As it is written in JSON. */
        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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
                    model.comparison().map(compared -> compared.comparison().inShort()).orElse(null));
        }
    }

    /**
     * @param waitsFor in words; empty once inference has begun
     * @param models by model id
     */
    static HealthReport of(State inference, State governor, Set<String> waitsFor, Map<String, InstanceReport.Model> models) {
        Map<String, Model> reported = new TreeMap<>();
        models.forEach((id, health) -> reported.put(id, Model.of(health)));
        return new HealthReport(
                status(inference, governor, waitsFor), inference, governor, waitsFor.stream().sorted().toList(), reported);
    }

    /** How a running instance stands now. */
    static HealthReport of(Elmstream elmstream) {
        return of(elmstream.inference().state(), elmstream.governor().state(), elmstream.waitsFor(), elmstream.models());
    }

    /** The HTTP status: 200 while readings are scored, else 503. */
    @JsonIgnore
    public int httpStatus() {
        return status == Status.UP ? 200 : 503;
    }

    private static Status status(State inference, State governor, Set<String> waitsFor) {
        if (!lives(inference) || !lives(governor)) {
            return Status.DOWN;
        }
        return waitsFor.isEmpty() ? Status.UP : Status.WAITING;
    }

    private static boolean lives(State state) {
        return state == State.CREATED || state.isRunningOrRebalancing();
    }
}
