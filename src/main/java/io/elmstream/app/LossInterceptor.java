package io.elmstream.app;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Passes what the consumer fetched to the {@link LostReadings} in the consumer's configuration. */
public final class LossInterceptor implements ConsumerInterceptor<byte[], byte[]> {

    /** Configuration key of the {@link LostReadings}. */
    static final String LOST_READINGS = "elmstream.lost.readings";

    private Optional<LostReadings> lost = Optional.empty();

    @Override
    public void configure(Map<String, ?> settings) {
        lost = Optional.ofNullable((LostReadings) settings.get(LOST_READINGS));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        lost.ifPresent(each -> each.read(records));
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
