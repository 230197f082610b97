package io.elmstream.cli.stream;

import io.elmstream.wire.avro.Alert;
import java.util.Locale;

/**
 * An alert that was raised and not cleared.
 *
 * @param sensor sensor id
 * @param model id of the model whose predictions raised it
 * @param version version of the model
 * @param rule rule of the model's rule set; empty for the rule of the configuration
 * @param severity INFO, WARNING or CRITICAL; empty for the rule of the configuration
 * @param since event time of the reading that raised it, ISO 8601
 * @param label class predicted for that reading
 * @param confidence probability of that class, 0 to 1
 * @param reading position of that reading, TOPIC-PARTITION@OFFSET, with #INDEX if the record has several
 * @param id id of the alert
 */
public record RaisedAlert(
        String sensor,
        String model,
        int version,
        String rule,
        String severity,
        String since,
        String label,
        float confidence,
        String reading,
        String id) {

    static RaisedAlert of(Alert alert) {
        String index = alert.getSourceIndex() == 0 ? "" : "#" + alert.getSourceIndex();
        return new RaisedAlert(
                alert.getSensorId(),
                alert.getModelId(),
                alert.getVersion(),
                alert.getRule(),
                alert.getSeverity(),
                alert.getEventTime().toString(),
                alert.getLabel(),
                alert.getConfidence(),
                alert.getSourceTopic() + "-" + alert.getSourcePartition() + "@" + alert.getSourceOffset() + index,
                alert.getId());
    }

    /** Returns the alert in one line. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-24s  %-12s  %s%s %.4f  %s:%d  %s",
                since,
                sensor,
                rule.isEmpty() ? "" : rule + " ",
                label,
                confidence,
                model,
                version,
                reading);
    }
}
