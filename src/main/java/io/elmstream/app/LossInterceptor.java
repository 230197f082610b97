package io.elmstream.app;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tells {@link LostReadings}, which its consumer's settings carry, what the consumer fetched. */
public final class LossInterceptor implements ConsumerInterceptor<byte[], byte[]> {

    /** The setting. */
    static final String LOST_READINGS = "elmstream.lost.readings";

    private LostReadings lost;

    @Override
    public void configure(Map<String, ?> settings) {
        lost = (LostReadings) settings.get(LOST_READINGS);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        lost.read(records);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
