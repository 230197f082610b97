package io.elmstream.topology.inference;

import io.elmstream.wire.OutputFormat;
import java.util.Optional;

/**
 * The form of predictions, shadow predictions and alerts.
 *
 * @param format of their values
 * @param source the beginning of the source of CloudEvents, a URI reference; if empty, the records have no headers of
 *     CloudEvents
 */
public record OutputSettings(OutputFormat format, Optional<String> source) {

    /** Avro, without headers of CloudEvents. */
    public static final OutputSettings AVRO = new OutputSettings(OutputFormat.AVRO, Optional.empty());
}
