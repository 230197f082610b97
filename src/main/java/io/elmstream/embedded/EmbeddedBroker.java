package io.elmstream.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.random.RandomGenerator;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker inside this process: one node that is its own controller (KRaft), plaintext, on two free ports of
 * 127.0.0.1.
 *
 * <p>It can be stopped and restarted on the same ports and data, which looks like an outage to its clients. Topics must
 * be created explicitly.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final DataFolder dataFolder;
    private final int port;
    private final Properties settings;
    private Optional<KafkaRaftServer> server = Optional.empty();

    private EmbeddedBroker(DataFolder dataFolder, Map<String, String> extra) {
        RandomGenerator random = RandomGenerator.getDefault();
        this.dataFolder = dataFolder;
        this.port = LoopbackPort.free(random, LoopbackPort.For.BROKER);
        this.settings = BrokerSettings.of(
                dataFolder.path(), port, LoopbackPort.free(random, LoopbackPort.For.CONTROLLER), extra);
    }

    /**
     * Checks that the broker's classes are on the class path, as they are in the source folder.
     *
     * @throws NoClassDefFoundError if they are not, as in the distribution
     */
    public static void requireIncluded() {
        Objects.requireNonNull(KafkaRaftServer.class);
    }

    /** Same as {@link #start(Path, Map)} without further properties. */
    public static EmbeddedBroker start(Path dataFolder) {
        return start(dataFolder, Map.of());
    }

    /**
     * Starts a broker and returns when it serves clients, which takes three to eight seconds.
     *
     * @param dataFolder folder for its logs; created and formatted if missing or empty, else reused
     * @param extra broker properties that are added or override Elmstream's, for example a short
     *     {@code log.cleaner.backoff.ms}
     * @throws EmbeddedException when the broker does not start, for example because another one uses the folder
     */
    public static EmbeddedBroker start(Path dataFolder, Map<String, String> extra) {
        // Kafka has its own lock, but halts the whole process if the lock is taken.
        EmbeddedBroker broker = new EmbeddedBroker(DataFolder.kept(dataFolder), extra);
        try {
            broker.startAgain();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** Returns the value for clients' {@code bootstrap.servers}; it does not change when the broker is restarted. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Restarts the broker after a {@link #stop()}, with its data, on the same ports; does nothing while it runs. */
    public synchronized void startAgain() {
        if (server.isPresent()) {
            return;
        }
        try {
            format();
            KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            starting.startup();
            server = Optional.of(starting);
        } catch (Exception e) {
            throw new EmbeddedException(
                    "The embedded Kafka broker did not start on port %d with the data folder %s: %s"
                            .formatted(port, dataFolder.path(), e.getMessage()),
                    e);
        }
    }

    /** Stops the broker and keeps its data; does nothing if it is stopped. */
    public synchronized void stop() {
        server.ifPresent(running -> {
            running.shutdown();
            running.awaitShutdown();
        });
        server = Optional.empty();
    }

    /** Stops the broker for good. The data folder belongs to the caller and is kept. */
    @Override
    public void close() {
        stop();
        dataFolder.close();
    }

    private void format() throws Exception {
        if (Files.exists(dataFolder.path().resolve("meta.properties"))) {
            return;
        }
        String folder = dataFolder.path().toString();
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setDirectories(List.of(folder))
                .setMetadataLogDirectory(folder)
                .setControllerListenerName(BrokerSettings.CONTROLLER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }
}
