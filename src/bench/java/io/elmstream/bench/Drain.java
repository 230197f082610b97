package io.elmstream.bench;

import io.elmstream.config.Configuration;
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
            Commits commits = new Commits(cluster.admin(), configuration.applicationId(), () -> {});
            Commits.Seen from = commits.reached((long) (FROM * share * readings));
            StreamThreads.Use before = StreamThreads.use(configuration.applicationId());
            Commits.Seen to = commits.reached((long) (TO * share * readings));
            StreamThreads.Use use =
                    StreamThreads.use(configuration.applicationId()).minus(before);
            long drained = to.readings() - from.readings();
            return new Drained(
                    drained * 1e9 / (to.nanos() - from.nanos()),
                    (double) use.allocatedBytes() / drained,
                    use.cpuNanos() * 1e-3 / drained);
        } finally {
            cluster.deleteTopic(output);
        }
    }
}
