package io.elmstream.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.topology.LeftOutRecords;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts that were raised and not cleared, as far as the alerts topic tells. An alert whose raising retention has
 * deleted is missing, and one whose state expired without a clearing is there until retention deletes it.
 */
public final class StandingAlerts {

    private static final Logger LOG = LoggerFactory.getLogger(StandingAlerts.class);

    /** The largest number of alerts in memory, and their largest total size on the topic. */
    private static final int MOST = 100_000;

    private static final long MOST_BYTES = 64 << 20;

    private final Predicate<Alert> wanted;
    private final RecordReader<Alert> reader = RecordReader.ofAlerts();
    private final LatestValues<StandingAlert> raised = new LatestValues<>(MOST, MOST_BYTES);
    private final LeftOutRecords leftOut = new LeftOutRecords();

    StandingAlerts(Predicate<Alert> wanted) {
        this.wanted = wanted;
    }

    /**
     * Reads the alerts topic from its beginning to its current end.
     *
     * @param wanted selects the alerts
     * @return the alerts, those raised last first
     */
    public static List<StandingAlert> read(KafkaClients clients, Topics topics, Predicate<Alert> wanted) {
        StandingAlerts alerts = new StandingAlerts(wanted);
        try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
            Partitions.fromTheBeginning(consumer, List.of(topics.alerts()));
            PresentRecords.of(consumer).forEach(alerts::take);
        }
        alerts.leftOut.tell(LOG, topics.alerts());
        if (alerts.raised.leftOut() > 0) {
            LOG.warn(
                    "{} has more alerts than fit: the {} oldest are ignored", topics.alerts(), alerts.raised.leftOut());
        }
        return alerts.standing();
    }

    List<StandingAlert> standing() {
        return raised.values().values().stream()
                .sorted(Comparator.comparing(
                                (StandingAlert each) -> each.alert().getEventTime())
                        .reversed())
                .toList();
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            Alert alert = reader.read(record.value());
            if (wanted.test(alert)) {
                // a task has at most one alert of a sensor and rule at a time, whatever became of the one before; a
                // sensor whose readings moved to another partition may have one in each
                byte[] sensor = record.key() == null ? alert.getSensorId().getBytes(UTF_8) : record.key();
                String key = new String(sensor, ISO_8859_1)
                        + '\n'
                        + alert.getModelId()
                        + '\n'
                        + alert.getRule()
                        + '\n'
                        + alert.getSourcePartition();
                if (alert.getChange() == AlertChange.RAISED) {
                    raised.put(key, new StandingAlert(alert, sensor), record.value().length);
                } else {
                    raised.remove(key);
                }
            }
        } catch (UnreadableRecordException | RuntimeException e) {
            leftOut.add(record.offset(), e);
        }
    }
}
