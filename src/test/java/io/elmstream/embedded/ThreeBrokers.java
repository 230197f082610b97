package io.elmstream.embedded;

import io.elmstream.support.JavaProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Three Kafka brokers in processes of their own, each also a controller. Everything is kept three times, and two copies
 * acknowledge.
 */
public final class ThreeBrokers implements AutoCloseable {

    private static final int COUNT = 3;
    private static final String NODE = "broker-";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("controller.listener.names", BrokerSettings.CONTROLLER),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("offsets.topic.num.partitions", "3"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.num.partitions", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));

    private final Map<Integer, JavaProcess> brokers = new TreeMap<>();
    private final String bootstrapServers;

    /** @param folder for their data and logs */
    public ThreeBrokers(Path folder) {
        RandomGenerator random = RandomGenerator.getDefault();
        List<Integer> ports = Stream.generate(() -> LoopbackPort.free(random))
                .distinct()
                .limit(2L * COUNT)
                .toList();
        bootstrapServers = ports.subList(0, COUNT).stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
        String voters = IntStream.rangeClosed(1, COUNT)
                .mapToObj(id -> id + "@127.0.0.1:" + ports.get(COUNT + id - 1))
                .collect(Collectors.joining(","));
        String cluster = Uuid.randomUuid().toString();
        for (int id = 1; id <= COUNT; id++) {
            Path data = folder.resolve(NODE + id);
            Properties settings = new Properties();
            settings.putAll(SETTINGS);
            settings.put("node.id", Integer.toString(id));
            settings.put("log.dirs", data.toString());
            settings.put("controller.quorum.voters", voters);
            settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + ports.get(id - 1));
            settings.put(
                    "listeners",
                    "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
                            .formatted(ports.get(id - 1), BrokerSettings.CONTROLLER, ports.get(COUNT + id - 1)));
            format(id, cluster, data);
            brokers.put(
                    id,
                    JavaProcess.start(
                            List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                            List.of(
                                    "kafka.Kafka",
                                    written(settings, folder.resolve(NODE + id + ".properties"))
                                            .toString()),
                            folder.resolve(NODE + id + ".log")));
        }
    }

    private static void format(int id, String cluster, Path data) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setClusterId(cluster)
                    .setNodeId(id)
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) {
            throw new EmbeddedException("Cannot format " + data, e);
        }
    }

    private static Path written(Properties settings, Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
            return file;
        } catch (IOException e) {
            throw new EmbeddedException("Cannot write " + file, e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The processes, by node id. */
    public Map<Integer, JavaProcess> processes() {
        return brokers;
    }

    /** Whether all three serve, and every partition of every topic has its three copies in step. */
    public static boolean isWhole(Admin admin) {
        try {
            if (admin.describeCluster().nodes().get().size() < COUNT) {
                return false;
            }
            List<String> topics = new ArrayList<>(admin.listTopics().names().get());
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .allMatch(ThreeBrokers::isWhole);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException notNow) {
            return false;
        }
    }

    private static boolean isWhole(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(partition -> partition.leader() != null
                        && partition.isr().size() == partition.replicas().size());
    }

    @Override
    public void close() {
        brokers.values().forEach(JavaProcess::close);
    }
}
