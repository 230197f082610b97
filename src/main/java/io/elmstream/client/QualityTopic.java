package io.elmstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.model.ModelId;
import io.elmstream.topology.LeftOutRecords;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelQuality;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the topic of quality says of versions lately: of each the last window, and the last one that is over. */
public final class QualityTopic {

    private static final Logger LOG = LoggerFactory.getLogger(QualityTopic.class);

    /** More versions than any cluster has in force. */
    private static final int MOST = 10_000;

    private static final long MOST_BYTES = 16 << 20;

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final LatestValues<ModelQuality> windows = new LatestValues<>(MOST, MOST_BYTES);
    private final LatestValues<ModelQuality> latest = new LatestValues<>(MOST, MOST_BYTES);
    private final LeftOutRecords leftOut = new LeftOutRecords();

    /** Knows nothing yet. */
    public QualityTopic() {}

    /**
     * The quality of a version.
     *
     * @param window the last window that is over; empty before there was one
     * @param latest the last record, from within the present window if a drift was found since
     */
    public record Known(Optional<ModelQuality> window, ModelQuality latest) {}

    /** Returns how far to look back to find the last window of each version that is used. */
    public static Duration lately(Duration window) {
        Duration windows = window.multipliedBy(3);
        return windows.compareTo(AN_HOUR) > 0 ? windows : AN_HOUR;
    }

    /**
     * Reads what the topic says from a time on.
     *
     * @param kafka the properties of the client
     * @param now in epoch milliseconds
     * @param lately how far to look back
     */
    public static QualityTopic read(Map<String, Object> kafka, Topics topics, long now, Duration lately) {
        QualityTopic found = new QualityTopic();
        try (Consumer<byte[], byte[]> consumer = new KafkaClients(kafka).consumer()) {
            TopicPartition partition = new TopicPartition(topics.modelQuality(), 0);
            consumer.assign(List.of(partition));
            Optional.ofNullable(consumer.offsetsForTimes(Map.of(partition, now - lately.toMillis()))
                            .get(partition))
                    .ifPresentOrElse(
                            from -> consumer.seek(partition, from.offset()),
                            () -> consumer.seekToEnd(List.of(partition)));
            PresentRecords.of(consumer).forEach(found::take);
        }
        found.leftOut.tell(LOG, topics.modelQuality());
        return found;
    }

    /** Takes a record of the topic; one that cannot be read is skipped. */
    public void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null || ReportRecords.isReport(record.key())) {
            return;
        }
        try {
            ModelQuality quality = ControlCodec.qualities().decode(record.value());
            String key = new String(record.key(), UTF_8);
            int size = record.key().length + record.value().length;
            latest.put(key, quality, size);
            if (quality.getComplete()) {
                windows.put(key, quality, size);
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            leftOut.add(record.offset(), e);
        }
    }

    /** Returns the quality of the versions of a model, the newest first. */
    public List<Known> of(ModelId model) {
        return latest.values().entrySet().stream()
                .filter(entry -> entry.getValue().getModelId().equals(model.value()))
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().getVersion()))
                .map(entry -> new Known(Optional.ofNullable(windows.values().get(entry.getKey())), entry.getValue()))
                .toList();
    }
}
