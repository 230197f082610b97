package io.elmstream.app;

import io.elmstream.readings.Mappings;
import io.elmstream.topology.inference.ReadingBundle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer that returns {@linkplain ReadingBundle bundles} of readings, and other records as they are. */
final class BundlingConsumer implements InvocationHandler {

    private final Consumer<byte[], byte[]> consumer;
    private final Mappings mappings;
    private final int size;

    private BundlingConsumer(Consumer<byte[], byte[]> consumer, Mappings mappings, int size) {
        this.consumer = consumer;
        this.mappings = mappings;
        this.size = size;
    }

    /**
     * @param mappings of the topics with readings
     * @param size the largest number of readings in a bundle; with 1, the consumer itself is returned
     */
    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer, Mappings mappings, int size) {
        return size == 1
                ? consumer
                : (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                        BundlingConsumer.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        new BundlingConsumer(consumer, mappings, size));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            Object result = method.invoke(consumer, arguments);
            return result instanceof ConsumerRecords<?, ?> records
                    ? bundled((ConsumerRecords<byte[], byte[]>) records)
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private ConsumerRecords<byte[], byte[]> bundled(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> bundles = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> together = records.records(partition);
            boolean readings = mappings.of(partition.topic()).isPresent();
            bundles.put(partition, readings ? ReadingBundle.of(together, size) : together);
        }
        return new ConsumerRecords<>(bundles, records.nextOffsets());
    }
}
