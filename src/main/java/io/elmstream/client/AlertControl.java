package io.elmstream.client;

import io.elmstream.topology.Topics;
import io.elmstream.wire.ClearAlert;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.AlertCommand;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends commands to clear alerts and waits until the alerts topic says that they are cleared. Not thread-safe. */
public final class AlertControl implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Topics topics;
    private final int schema;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordReader<Alert> alerts = RecordReader.ofAlerts();
    private final ControlCodec<AlertCommand> commands = ControlCodec.alertCommands();

    public AlertControl(KafkaClients clients, Topics topics, SchemaRegistry registry) {
        this.topics = topics;
        this.schema = registry.register(topics.alertControl(), commands.schema());
        this.producer = clients.producer(Map.of());
        this.consumer = clients.consumer();
        Partitions.fromTheEnd(consumer, List.of(topics.alerts()));
    }

    /** Returns the number of partitions of the topic of commands. */
    public int partitions() {
        return producer.partitionsFor(topics.alertControl()).size();
    }

    /**
     * Sends a command for each alert, to the partition of the reading that raised it: that of the task that holds it.
     *
     * @param raised the records that raised the alerts, from partitions below {@link #partitions()}
     * @param who clears them, 1 to {@link ClearAlert#MAX_WHO} characters
     * @param why up to {@link ClearAlert#MAX_WHY} characters
     * @throws KafkaException if a command cannot be sent, for example because this user is not allowed to
     */
    public void clear(List<StandingAlert> raised, String who, String why) {
        for (StandingAlert each : raised) {
            byte[] value = commands.encode(schema, ClearAlert.of(each.alert(), who, why));
            deliver(new ProducerRecord<>(topics.alertControl(), each.alert().getSourcePartition(), each.key(), value));
        }
    }

    private void deliver(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    /**
     * Waits until the alerts topic has the clearing of each alert, whoever cleared it since this object was created.
     *
     * @param stopped ends the wait early
     * @return the ids of the alerts that were not cleared in time
     */
    public Set<String> await(List<StandingAlert> raised, Duration patience, BooleanSupplier stopped) {
        Set<String> waiting =
                raised.stream().map(each -> each.alert().getId()).collect(Collectors.toCollection(LinkedHashSet::new));
        long deadline = System.nanoTime() + patience.toNanos();
        while (!waiting.isEmpty() && !stopped.getAsBoolean() && System.nanoTime() < deadline) {
            consumer.poll(POLL).forEach(record -> take(record, waiting));
        }
        return waiting;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Set<String> waiting) {
        if (record.value() == null) {
            return;
        }
        try {
            Alert alert = alerts.read(record.value());
            if (alert.getChange() == AlertChange.CLEARED) {
                waiting.remove(alert.getId());
            }
        } catch (UnreadableRecordException | RuntimeException e) {
            // what is no alert clears none
        }
    }

    @Override
    public void close() {
        // without waiting: every record was acknowledged, and a producer with a rejected record would fail again
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
