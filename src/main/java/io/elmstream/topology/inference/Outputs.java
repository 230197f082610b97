package io.elmstream.topology.inference;

import io.elmstream.batch.Rejection;
import io.elmstream.rules.Rule;
import io.elmstream.rules.RuleAlert;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.RefusedReadings.Refusal;
import io.elmstream.tracing.TaskTraces;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.avro.Alert;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Forwards all outputs for readings, and makes sure that each fits its topic. A prediction that does not fit, or whose
 * alert would not, is not forwarded, so that its reading can become a dead letter; a dead letter always fits.
 */
final class Outputs {

    /** What an alert contains in addition to its prediction: its own id and the change. */
    private static final int ALERT_EXTRA = 128;

    /**
     * What the rule of an alert adds at most, of whatever rule set: that alert may come with a later reading, of
     * another sensor even, when it is withdrawn or the sensor is silent. A character takes up to 3 bytes in Avro, and 6
     * in JSON.
     */
    private static final int RULE_EXTRA = Rule.MAX_NAME + 6 * RuleAlert.MAX_TEXT;

    private final ProcessorContext<byte[], Outcome> context;
    private final DeadLetters deadLetters;
    private final RefusedReadings refused;
    private final Optional<TaskTraces> traces;
    private final OutputLimits limits;
    private final Topics topics;
    private final boolean detectAlerts;
    private final boolean rules;
    private final OutputHeaders predictionHeaders;
    private final OutputHeaders shadowHeaders;
    private final OutputHeaders alertHeaders;

    Outputs(
            ProcessorContext<byte[], Outcome> context,
            InferenceSettings settings,
            RefusedReadings refused,
            Optional<TaskTraces> traces) {
        this.context = context;
        this.deadLetters = new DeadLetters(settings.limits().deadLetters());
        this.refused = refused;
        this.traces = traces;
        this.limits = settings.limits();
        this.topics = settings.topics();
        this.detectAlerts = settings.alerts().isOn();
        this.rules = settings.alerts().rules();
        this.predictionHeaders = new OutputHeaders(settings.outputs(), topics.predictions());
        this.shadowHeaders = new OutputHeaders(settings.outputs(), topics.shadowPredictions());
        this.alertHeaders = new OutputHeaders(settings.outputs(), topics.alerts());
    }

    /** Forwards a prediction. Returns false if it is too large even without headers. */
    boolean predict(Record<byte[], Outcome> record, ScoredReading scored) {
        long now = context.currentSystemTimeMs();
        int bytes = scored.encoded().length;
        List<Header> own = predictionHeaders.ofPrediction(scored);
        Record<byte[], Outcome> prediction = limits.predictions().fit(record, own, bytes, now);
        if (!limits.predictions().takes(prediction, bytes, now) || (detectAlerts && !takesAlert(record, scored))) {
            return false;
        }
        forward(prediction, Names.PREDICTIONS_SINK);
        return true;
    }

    private boolean takesAlert(Record<byte[], Outcome> record, ScoredReading scored) {
        List<Header> own = alertHeaders.ofLongestAlert(scored);
        int bytes = scored.encoded().length + ALERT_EXTRA + (rules ? RULE_EXTRA : 0) + OutputLimit.MARKS;
        return OutputLimit.size(record.key(), bytes, own) <= limits.alerts().maxBytes();
    }

    /**
     * Returns whether the alerts topic accepts the clearing of an alert by a command.
     *
     * @param bytes the length of the serialized clearing
     */
    boolean takesClearing(Record<byte[], Outcome> command, Alert cleared, int bytes) {
        List<Header> own = alertHeaders.ofAlert(cleared);
        return OutputLimit.size(command.key(), bytes + OutputLimit.MARKS, own)
                <= limits.alerts().maxBytes();
    }

    /** Returns why {@link #takesClearing} was false, in words. */
    String tooLarge(int clearingBytes) {
        return "the clearing has " + clearingBytes + " bytes; " + topics.alerts() + " and the producer accept "
                + limits.alerts().maxBytes();
    }

    /**
     * Forwards a prediction or a command to alert detection. The change of state is logged with the timestamp of the
     * record.
     */
    void detectAlert(Record<byte[], Outcome> record) {
        if (detectAlerts) {
            long timestamp = limits.alerts().timestamp(record.timestamp(), context.currentSystemTimeMs());
            forward(timestamp == record.timestamp() ? record : record.withTimestamp(timestamp), Names.DETECT_ALERTS);
        }
    }

    /**
     * Forwards a shadow prediction. Its reading already has an outcome, so a shadow prediction that is too large or was
     * rejected by a broker is dropped.
     */
    void shadow(Record<byte[], Outcome> record, ScoredReading scored) {
        long now = context.currentSystemTimeMs();
        int bytes = scored.encoded().length;
        Record<byte[], Outcome> said =
                limits.shadowPredictions().fit(record, shadowHeaders.ofShadow(scored), bytes, now);
        if (limits.shadowPredictions().takes(said, bytes, now)
                && refused.of(scored.topic(), scored.partition(), scored.offset())
                        .isEmpty()) {
            forward(said, Names.SHADOW_PREDICTIONS_SINK);
        }
    }

    /** Forwards a dead letter. */
    void bury(Record<byte[], byte[]> record, RecordMetadata origin, Rejection reason, String detail) {
        forward(deadLetters.of(record, origin, reason, detail, context.currentSystemTimeMs()), Names.DEAD_LETTERS_SINK);
    }

    /** Forwards a dead letter for some readings of a record. */
    void bury(RejectedReadings rejected) {
        forward(deadLetters.of(rejected, context.currentSystemTimeMs()), Names.DEAD_LETTERS_SINK);
    }

    /**
     * Forwards a dead letter for a reading of which a broker rejected an output, instead of retrying forever. If the
     * rejected output was its dead letter, a minimal dead letter follows.
     *
     * @return whether a dead letter was needed; a rejected shadow prediction is no fault of the reading
     */
    boolean buryRefused(Record<byte[], byte[]> record, RecordMetadata origin) {
        Optional<Refusal> known = refused.of(origin.topic(), origin.partition(), origin.offset());
        if (known.isEmpty() || known.get().topic().equals(topics.shadowPredictions())) {
            return false;
        }
        Refusal refusal = known.get();
        String detail = "a broker rejected a record for the topic " + refusal.topic() + ": " + refusal.words();
        if (refusal.topic().equals(topics.deadLetters())) {
            long now = context.currentSystemTimeMs();
            forward(
                    deadLetters.bare(record, origin, Rejection.REFUSED_BY_BROKER, detail, now),
                    Names.DEAD_LETTERS_SINK);
        } else {
            bury(record, origin, Rejection.REFUSED_BY_BROKER, detail);
        }
        return true;
    }

    private void forward(Record<byte[], Outcome> output, String to) {
        if (traces.isEmpty()) {
            context.forward(output, to);
        } else {
            traces.get().within(output.headers(), () -> context.forward(output, to));
        }
    }

    /** Returns why {@link #predict} did not forward a prediction, in words. */
    String tooLarge(ScoredReading scored) {
        int own = OutputLimit.size(predictionHeaders.ofPrediction(scored));
        return "the prediction has " + scored.encoded().length + " bytes"
                + (own == 0 ? "" : " and " + own + " of headers") + " without those of the reading; "
                + topics.predictions()
                + " and the producer accept " + limits.predictions().maxBytes()
                + (detectAlerts
                        ? ", " + topics.alerts() + " accepts " + limits.alerts().maxBytes()
                        : "");
    }
}
