package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.wire.IsoTime;
import io.elmstream.wire.OutputFormat;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.avro.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The headers of an output topic that describe the value: its media type, and the attributes of CloudEvents 1.0 as the
 * <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">binding for
 * Kafka</a> writes them in binary mode. They depend on the reading alone, so that one that is processed twice gives the
 * same event twice. Not thread-safe.
 */
public final class OutputHeaders {

    /** The media type of a value. */
    static final String CONTENT_TYPE = "content-type";
    /** The prefix of the attributes of CloudEvents. */
    static final String CLOUD_EVENT = "ce_";

    private static final String PREDICTION = "io.elmstream.prediction";
    private static final String SHADOW = "io.elmstream.prediction.shadow";
    private static final String ALERT = "io.elmstream.alert.";
    private static final int ALERT_ID_LENGTH = 32;

    private static final Header SPECVERSION = header("specversion", "1.0");

    private final List<Header> ofFormat;
    private final Optional<Header> source;
    private final Header prediction = header("type", PREDICTION);
    private final Header shadow = header("type", SHADOW);
    private final IsoTime times = new IsoTime();

    /**
     * Creates the headers of a topic.
     *
     * @param topic to which the outputs are written
     */
    public OutputHeaders(OutputSettings settings, String topic) {
        Optional<String> events = settings.source();
        Header contentType =
                new RecordHeader(CONTENT_TYPE, settings.format().mediaType().getBytes(US_ASCII));
        ofFormat = events.isEmpty() && settings.format() == OutputFormat.AVRO ? List.of() : List.of(contentType);
        source = events.map(from -> header("source", from + "/" + topic));
    }

    /** Returns the headers of a prediction. */
    List<Header> ofPrediction(ScoredReading scored) {
        return source.isEmpty() ? ofFormat : event(scored, prediction);
    }

    /** Returns a record of a prediction with its headers. */
    <V> Record<byte[], V> ofPrediction(ScoredReading scored, Record<byte[], V> record) {
        List<Header> own = ofPrediction(scored);
        if (own.isEmpty()) {
            return record;
        }
        RecordHeaders headers = new RecordHeaders(record.headers());
        own.forEach(headers::add);
        return record.withHeaders(headers);
    }

    /** Returns the headers of a prediction of a challenger in shadow. */
    List<Header> ofShadow(ScoredReading scored) {
        return source.isEmpty() ? ofFormat : event(scored, shadow);
    }

    /** Returns the headers of an alert. */
    List<Header> ofAlert(Alert alert) {
        return ofAlert(
                alert.getSensorId(),
                alert.getEventTime().toEpochMilli(),
                alert.getId(),
                alert.getChange().name());
    }

    /** Returns headers as long as those of any alert that a reading may change. */
    List<Header> ofLongestAlert(ScoredReading scored) {
        return ofAlert(new String(scored.sensor(), UTF_8), scored.eventTime(), "0".repeat(ALERT_ID_LENGTH), "CLEARED");
    }

    private List<Header> ofAlert(String sensor, long eventTime, String id, String change) {
        return source.isEmpty()
                ? ofFormat
                : event(sensor, eventTime, header("type", ALERT + change.toLowerCase(Locale.ROOT)), id + "/" + change);
    }

    private List<Header> event(ScoredReading scored, Header type) {
        String id = scored.position().toString();
        return event(new String(scored.sensor(), UTF_8), scored.eventTime(), type, id);
    }

    private List<Header> event(String sensor, long eventTime, Header type, String id) {
        List<Header> headers = new ArrayList<>(ofFormat);
        headers.add(SPECVERSION);
        headers.add(header("id", id));
        headers.add(source.orElseThrow());
        headers.add(type);
        byte[] time = times.ascii(eventTime);
        if (time.length == IsoTime.USUAL_LENGTH) {
            headers.add(new RecordHeader(CLOUD_EVENT + "time", time.clone()));
        }
        subject(sensor).ifPresent(headers::add);
        return headers;
    }

    /** Returns the sensor; empty if its id is no text of CloudEvents, which has no control characters. */
    private static Optional<Header> subject(String sensor) {
        return sensor.isEmpty() || sensor.codePoints().anyMatch(OutputHeaders::isForbidden)
                ? Optional.empty()
                : Optional.of(header("subject", sensor));
    }

    private static boolean isForbidden(int character) {
        boolean isNoCharacter = (character & 0xfffe) == 0xfffe || (character >= 0xfdd0 && character <= 0xfdef);
        return isNoCharacter || Character.isISOControl(character);
    }

    private static Header header(String attribute, String value) {
        return new RecordHeader(CLOUD_EVENT + attribute, value.getBytes(UTF_8));
    }
}
