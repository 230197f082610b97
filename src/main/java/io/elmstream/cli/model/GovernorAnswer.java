package io.elmstream.cli.model;

import io.elmstream.wire.avro.ModelStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The governor's answer to a command; also its JSON.
 *
 * @param model model id
 * @param version version named by the command
 * @param outcome ACCEPTED, or UNCHANGED if the command changed nothing
 * @param revision revision of the timeline after the command
 * @param champion champion after the command, or from the effective time on; empty if there is none
 * @param effectiveFrom ISO 8601; empty if effective from the beginning
 * @param message text for people
 */
public record GovernorAnswer(
        String model,
        int version,
        String outcome,
        Optional<Long> revision,
        Optional<Integer> champion,
        Optional<String> effectiveFrom,
        String message) {

    static GovernorAnswer of(ModelStatus status) {
        return new GovernorAnswer(
                status.getModelId(),
                status.getVersion(),
                status.getOutcome().name(),
                Optional.ofNullable(status.getRevision()),
                Optional.ofNullable(status.getChampion()),
                Optional.ofNullable(status.getEffectiveFrom()).map(Instant::toString),
                status.getMessage());
    }
}
