package io.elmstream.config;

import static io.elmstream.config.ConfigurationKeys.ALERTS_CLEAR;
import static io.elmstream.config.ConfigurationKeys.ALERTS_LABELS;
import static io.elmstream.config.ConfigurationKeys.ALERTS_M;
import static io.elmstream.config.ConfigurationKeys.ALERTS_MAX_STATES;
import static io.elmstream.config.ConfigurationKeys.ALERTS_MIN_CONFIDENCE;
import static io.elmstream.config.ConfigurationKeys.ALERTS_N;
import static io.elmstream.config.ConfigurationKeys.ALERTS_STATE_TTL;
import static io.elmstream.config.ConfigurationKeys.CLOUDEVENTS;
import static io.elmstream.config.ConfigurationKeys.CLOUDEVENTS_SOURCE;
import static io.elmstream.config.ConfigurationKeys.PREDICTIONS_FORMAT;
import static io.elmstream.config.ConfigurationKeys.RULES_ENABLED;
import static io.elmstream.config.ConfigurationKeys.key;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.elmstream.alert.AlertRule;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.wire.OutputFormat;
import java.util.Arrays;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of what is published: predictions and alerts. */
final class OutputKeys {

    private OutputKeys() {}

    static void outputs(ConfigDef keys) {
        key(
                keys,
                PREDICTIONS_FORMAT,
                STRING,
                OutputFormat.AVRO.key(),
                AllowedValues.oneOf(Arrays.stream(OutputFormat.values())
                        .map(OutputFormat::key)
                        .toArray(String[]::new)),
                "The form of predictions, shadow predictions and alerts. avro is smaller and faster, and its"
                        + " consumers need the registry. json needs no schema, and none is registered."
                        + " docs/outputs.md describes both. Elmstream's own commands read both, also in one"
                        + " topic.");
        key(
                keys,
                CLOUDEVENTS,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether predictions, shadow predictions and alerts have the headers of CloudEvents 1.0 (ce_id and"
                        + " others) and content-type. They take about 250 bytes of each record, before compression.");
        key(
                keys,
                CLOUDEVENTS_SOURCE,
                STRING,
                null,
                AllowedValues.URI_REFERENCE,
                "The beginning of ce_source, which a slash and the topic follow. Events of different clusters need"
                        + " different sources if they come together somewhere. The default is /elmstream/ and the"
                        + " application id.");
    }

    static void alerts(ConfigDef keys) {
        key(
                keys,
                ALERTS_LABELS,
                LIST,
                "",
                AllowedValues.LABELS,
                "The classes that count towards an alert. If there are none, alerts are off and nothing is"
                        + " stored for them. Stop all instances before you turn alerts on or off, because the"
                        + " topology changes.");
        key(
                keys,
                ALERTS_N,
                INT,
                3,
                AllowedValues.whole(1, AlertRule.MAX_WINDOW),
                "How many of a sensor's last alerts.m predictions must be hits to raise an alert; at most"
                        + " alerts.m. Lower values raise alerts sooner, but also more false ones.");
        key(
                keys,
                ALERTS_M,
                INT,
                5,
                AllowedValues.whole(1, AlertRule.MAX_WINDOW),
                "How many of a sensor's last predictions are considered. Higher values clear an alert later.");
        key(
                keys,
                ALERTS_MIN_CONFIDENCE,
                DOUBLE,
                0.5,
                AllowedValues.fraction(),
                "The lowest confidence at which a prediction counts as a hit. Higher values miss more"
                        + " faults, but raise fewer false alerts.");
        key(
                keys,
                ALERTS_STATE_TTL,
                INT,
                (int) AlertSettings.TIME_TO_LIVE.toHours(),
                AllowedValues.whole(1, 87_600),
                "How many hours of event time the hits and the active alert of a sensor are kept after its"
                        + " last reading. An alert that expires this way is not cleared. Higher values use"
                        + " more memory.");
        key(
                keys,
                ALERTS_MAX_STATES,
                INT,
                AlertSettings.MAX_STATES,
                AllowedValues.whole(1, 10_000_000),
                "The largest number of sensors with hits or an active alert for which a task keeps state."
                        + " Beyond it the task logs a warning and evicts the least recently seen sensors,"
                        + " those without an active alert first. A state takes about 0.5 kB of memory, and up"
                        + " to 2 kB with the longest sensor ids.");
        key(
                keys,
                ALERTS_CLEAR,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether elmstream alerts clear can clear alerts; it sends commands on topics.alert-control. Needs"
                        + " alerts.labels or rules.enabled. Stop all instances before you change this, because the"
                        + " topology changes.");
        key(
                keys,
                RULES_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether rule sets judge predictions. Rules that raise alerts, or look at earlier predictions, keep"
                        + " state, within the bounds of alerts.state.ttl.hours and alerts.max.states. Stop all"
                        + " instances before you change this, because the topology changes.");
    }
}
