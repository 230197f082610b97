package io.elmstream.topology;

import io.elmstream.wire.ServedVersion;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an instance stands with one model.
 *
 * @param serving the version that scores readings of the latest event times here; empty while none does
 * @param preparing versions that the timeline names and that are not ready yet
 * @param failed versions that the timeline names and that cannot serve here, with the reason
 */
public record ModelHealth(Optional<ServedVersion> serving, Set<Integer> preparing, Map<Integer, String> failed) {

    public ModelHealth {
        preparing = Set.copyOf(preparing);
        failed = Map.copyOf(failed);
    }
}
