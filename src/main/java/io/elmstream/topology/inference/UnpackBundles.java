package io.elmstream.topology.inference;

import io.elmstream.topology.ReadingTimestamp;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Passes on the readings of a {@link ReadingBundle} one by one, each as if Kafka Streams had processed it as a record
 * of its own. If one fails, so does the task, and they are read again from the last commit.
 */
final class UnpackBundles<VOut> implements Processor<byte[], Object, byte[], VOut> {

    private final Processor<byte[], byte[], byte[], VOut> next;
    private final CommitHook hook;

    /**
     * Creates the processor.
     *
     * @param next receives the readings
     * @param hook sets the origin of a reading
     */
    UnpackBundles(Processor<byte[], byte[], byte[], VOut> next, CommitHook hook) {
        this.next = next;
        this.hook = hook;
    }

    @Override
    public void process(Record<byte[], Object> record) {
        if (record.value() instanceof ReadingBundle bundle) {
            hook.bundleBegins();
            while (!bundle.isEmpty()) {
                ConsumerRecord<byte[], byte[]> reading = bundle.first();
                hook.speakFor(reading);
                next.process(
                        new Record<>(reading.key(), reading.value(), ReadingTimestamp.of(reading), reading.headers()));
                bundle.removeFirst();
            }
            hook.bundleEnds();
        } else {
            next.process(single(record));
        }
    }

    /** What is no bundle has bytes as its value. A copy with another type would copy the headers too. */
    @SuppressWarnings("unchecked")
    private static Record<byte[], byte[]> single(Record<byte[], ?> record) {
        return (Record<byte[], byte[]>) record;
    }

    @Override
    public void close() {
        next.close();
    }
}
