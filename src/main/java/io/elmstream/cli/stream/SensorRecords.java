package io.elmstream.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.cli.stream.SensorsShowCommand.DeadLetter;
import io.elmstream.cli.stream.SensorsShowCommand.LastPrediction;
import io.elmstream.cli.stream.SensorsShowCommand.Result;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Counts the records of one sensor, whose id is their key. */
final class SensorRecords {

    /** A rule may give a class any text, so the number of classes is bounded. */
    private static final int MOST_COUNTS = 1_000;

    private final String sensor;
    private final byte[] key;
    private final RecordReader<Prediction> reader = RecordReader.ofPredictions();
    private final Map<String, Long> labels = new TreeMap<>();
    private final Map<String, Long> versions = new TreeMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private long predictions;
    private @Nullable Prediction last;
    private @Nullable DeadLetter lastLetter;

    SensorRecords(String sensor) {
        this.sensor = sensor;
        this.key = sensor.getBytes(UTF_8);
    }

    /** Takes a record of the predictions topic. */
    void prediction(ConsumerRecord<byte[], byte[]> record) {
        if (!isOurs(record) || record.value() == null) {
            return;
        }
        try {
            Prediction prediction = reader.read(record.value());
            predictions++;
            count(labels, prediction.getLabel());
            count(versions, prediction.getModelId() + ":" + prediction.getVersion());
            if (last == null || !prediction.getEventTime().isBefore(last.getEventTime())) {
                last = prediction;
            }
        } catch (UnreadableRecordException | RuntimeException e) {
            // whoever wrote it, it is no prediction
        }
    }

    /** Takes a record of the dead letters topic. */
    void deadLetter(ConsumerRecord<byte[], byte[]> record) {
        if (!isOurs(record)) {
            return;
        }
        try {
            DeadLetterHeaders headers = DeadLetterHeaders.of(record.headers());
            count(reasons, headers.reason());
            lastLetter = new DeadLetter(
                    headers.reason(),
                    headers.message(),
                    headers.topic() + "-" + headers.partition() + "@" + headers.offset());
        } catch (IllegalArgumentException e) {
            // whoever wrote it, it is no dead letter
        }
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return Arrays.equals(key, record.key());
    }

    private static void count(Map<String, Long> counts, String what) {
        if (counts.size() < MOST_COUNTS || counts.containsKey(what)) {
            counts.merge(what, 1L, Long::sum);
        }
    }

    Result result(String since, List<RaisedAlert> alerts) {
        return new Result(
                sensor,
                since,
                predictions,
                labels,
                versions,
                Optional.ofNullable(last).map(LastPrediction::of),
                alerts,
                reasons,
                Optional.ofNullable(lastLetter));
    }
}
