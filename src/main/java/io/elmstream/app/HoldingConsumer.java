package io.elmstream.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that returns no reading before its schema is known. At the first reading whose schema the registry has not
 * yet returned, the reading's partition is paused, and the other partitions continue. Kafka Streams has no such wait:
 * under exactly-once, a {@code TimeoutException} of one task discards the whole task, and a thread that blocks stops
 * all of its tasks.
 *
 * <p>Partitions that Kafka Streams pauses remain paused, and its seeks take effect, regardless of what is held here.
 */
final class HoldingConsumer implements InvocationHandler {

    private final Consumer<byte[], byte[]> consumer;
    private final Predicate<ConsumerRecord<byte[], byte[]>> gate;
    /** The position at which a partition is held: that of the reading that waits. */
    private final Map<TopicPartition, ConsumerRecord<byte[], byte[]>> held = new HashMap<>();

    private static final Object[] NOTHING = {};

    private final Set<TopicPartition> pausedByStreams = new HashSet<>();

    private HoldingConsumer(Consumer<byte[], byte[]> consumer, Predicate<ConsumerRecord<byte[], byte[]>> gate) {
        this.consumer = consumer;
        this.gate = gate;
    }

    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> of(
            Consumer<byte[], byte[]> consumer, Predicate<ConsumerRecord<byte[], byte[]>> gate) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                HoldingConsumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new HoldingConsumer(consumer, gate));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] arguments = given == null ? NOTHING : given;
        switch (method.getName()) {
            case "poll" -> {
                return poll((Duration) arguments[0]);
            }
            case "pause" -> pausedByStreams.addAll((Collection<TopicPartition>) arguments[0]);
            case "resume" -> {
                resume((Collection<TopicPartition>) arguments[0]);
                return null;
            }
            case "seek" -> letGo(Set.of((TopicPartition) arguments[0]));
            case "seekToBeginning", "seekToEnd" -> letGo((Collection<TopicPartition>) arguments[0]);
            default -> {}
        }
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!held.isEmpty() || !pausedByStreams.isEmpty()) {
            Set<TopicPartition> assigned = consumer.assignment();
            held.keySet().retainAll(assigned);
            pausedByStreams.retainAll(assigned);
            letGo(held.entrySet().stream()
                    .filter(entry -> gate.test(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList());
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        Map<TopicPartition, Integer> judged = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> readings = records.records(partition);
            int count = countJudged(readings);
            if (count < readings.size()) {
                judged.put(partition, count);
                hold(partition, readings.get(count));
            }
        }
        return judged.isEmpty() ? records : first(judged, records);
    }

    /**
     * Returns the number of readings before the first one that must wait. It checks all readings, so that all missing
     * schemas are requested at once. The first reading is requested first: if it were requested last, the answers for
     * the others could be out of date when their turn comes.
     */
    private int countJudged(List<ConsumerRecord<byte[], byte[]>> readings) {
        int count = readings.size();
        for (int i = 0; i < readings.size(); i++) {
            if (!gate.test(readings.get(i)) && i < count) {
                count = i;
            }
        }
        return count;
    }

    private void hold(TopicPartition partition, ConsumerRecord<byte[], byte[]> reading) {
        held.put(partition, reading);
        consumer.seek(partition, after(reading.offset(), reading));
        consumer.pause(Set.of(partition));
    }

    private void resume(Collection<TopicPartition> partitions) {
        pausedByStreams.removeAll(partitions);
        Set<TopicPartition> free = new HashSet<>(partitions);
        free.removeAll(held.keySet());
        consumer.resume(free);
    }

    private void letGo(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (held.remove(partition) != null && !pausedByStreams.contains(partition)) {
                consumer.resume(Set.of(partition));
            }
        }
    }

    private static ConsumerRecords<byte[], byte[]> first(
            Map<TopicPartition, Integer> judged, ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(records.nextOffsets());
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> readings = records.records(partition);
            int count = judged.getOrDefault(partition, readings.size());
            if (count == 0) {
                next.remove(partition);
            } else {
                kept.put(partition, readings.subList(0, count));
            }
            if (count > 0 && count < readings.size()) {
                next.put(partition, after(readings.get(count).offset(), readings.get(count - 1)));
            }
        }
        return new ConsumerRecords<>(kept, next);
    }

    private static OffsetAndMetadata after(long offset, ConsumerRecord<byte[], byte[]> reading) {
        return new OffsetAndMetadata(offset, reading.leaderEpoch(), "");
    }
}
