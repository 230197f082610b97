package io.elmstream.bench;

import io.elmstream.config.Configuration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Lets a contender drain a preloaded topic and measures its steady rate: between the moments when a tenth and when
 * nearly all of the readings are committed, as the consumer group's offsets tell, which costs the contender nothing.
 */
final class Drain {

    /**
     * How a contender did.
     *
     * @param perSecond readings a second
     * @param bytesPerReading what its stream threads allocated for each reading, Kafka's own objects included
     * @param cpuSeconds of its stream threads for a million readings
     */
    record Drained(double perSecond, double bytesPerReading, double cpuSeconds) {

        /** The same, if what was drained are records with several readings each. */
        Drained each(int readingsInRecord) {
            return new Drained(
                    perSecond * readingsInRecord, bytesPerReading / readingsInRecord, cpuSeconds / readingsInRecord);
        }
    }

    private static final double FROM = 0.10;
    private static final double TO = 0.99;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final BenchCluster cluster;
    private final long readings;

    /** @param readings in the topic */
    Drain(BenchCluster cluster, long readings) {
        this.cluster = cluster;
        this.readings = readings;
    }

    /**
     * Drains the topic with a new consumer group.
     *
     * @param share of the readings to measure, up to 1; a slow contender need not drain them all
     */
    Drained drain(Contender contender, Configuration configuration, double share) throws InterruptedException {
        String output = configuration.inference().topics().predictions();
        cluster.createTopic(output);
        try (KafkaStreams streams =
                contender.streams(configuration, cluster.registry(), cluster.folder(configuration.applicationId()))) {
            streams.start();
            long[] from = await(configuration, (long) (FROM * share * readings));
            StreamThreads.Use before = StreamThreads.use(configuration.applicationId());
            long[] to = await(configuration, (long) (TO * share * readings));
            StreamThreads.Use use =
                    StreamThreads.use(configuration.applicationId()).minus(before);
            long drained = to[1] - from[1];
            return new Drained(
                    drained * 1e9 / (to[0] - from[0]),
                    (double) use.allocatedBytes() / drained,
                    use.cpuNanos() * 1e-3 / drained);
        } finally {
            cluster.deleteTopic(output);
        }
    }

    /** Waits until so many readings are committed; gives the time in nanoseconds and how many they are by then. */
    private long[] await(Configuration configuration, long committed) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            long now = committed(cluster.admin(), configuration.applicationId());
            if (now >= committed) {
                return new long[] {System.nanoTime(), now};
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IllegalStateException(
                configuration.applicationId() + " did not drain " + committed + " readings in time");
    }

    /** The sum of the offsets that a consumer group has committed; 0 before there is one. */
    static long committed(Admin admin, String group) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return offsets.values().stream()
                    .filter(o -> o != null)
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException e) {
            // the group is not there yet
            return 0;
        }
    }
}
