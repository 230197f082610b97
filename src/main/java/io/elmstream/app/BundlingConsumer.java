package io.elmstream.app;

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

/** A consumer that returns {@linkplain ReadingBundle bundles} of readings. */
final class BundlingConsumer implements InvocationHandler {

    private final Consumer<byte[], byte[]> consumer;
    private final int size;

    private BundlingConsumer(Consumer<byte[], byte[]> consumer, int size) {
        this.consumer = consumer;
        this.size = size;
    }

    /** @param size the largest number of readings in a bundle; with 1, the consumer itself is returned */
    @SuppressWarnings("unchecked")
    static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer, int size) {
        return size == 1
                ? consumer
                : (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                        BundlingConsumer.class.getClassLoader(),
                        new Class<?>[] {Consumer.class},
                        new BundlingConsumer(consumer, size));
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
            bundles.put(partition, ReadingBundle.of(records.records(partition), size));
        }
        return new ConsumerRecords<>(bundles, records.nextOffsets());
    }
}
