package io.elmstream.peers;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What a peer is told.
 *
 * @param servers the brokers
 * @param registry URL of the registry
 * @param id consumer group, and prefix of transactional ids
 * @param in topic of the readings
 * @param out topic of the predictions
 * @param folder for state
 * @param model ONNX file with input x and output y
 * @param labels of its classes
 * @param batch readings that are scored at once, 1 or more
 * @param commitMillis time between two commits
 * @param lingerMillis longest time that a reading waits for its batch, and that a thread waits for readings
 * @param producerLinger the producer's {@code linger.ms}
 * @param producerBatch the producer's {@code batch.size}, in bytes
 * @param compression the producer's {@code compression.type}
 */
public record PeerSettings(
        String servers,
        String registry,
        String id,
        String in,
        String out,
        Path folder,
        Path model,
        List<String> labels,
        int batch,
        long commitMillis,
        long lingerMillis,
        long producerLinger,
        int producerBatch,
        String compression) {

    /** Reads them from a file of properties. */
    public static PeerSettings read(Path file) throws IOException {
        Properties given = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            given.load(reader);
        }
        return new PeerSettings(
                given.getProperty("servers"),
                given.getProperty("registry"),
                given.getProperty("id"),
                given.getProperty("in"),
                given.getProperty("out"),
                Path.of(given.getProperty("folder")),
                Path.of(given.getProperty("model")),
                List.of(given.getProperty("labels").split(",")),
                Integer.parseInt(given.getProperty("batch")),
                Long.parseLong(given.getProperty("commit.ms")),
                Long.parseLong(given.getProperty("linger.ms")),
                Long.parseLong(given.getProperty("producer.linger.ms")),
                Integer.parseInt(given.getProperty("producer.batch.size")),
                given.getProperty("compression"));
    }

    /** The settings of the stock serde: its defaults, generated classes, and schemas registered on first use. */
    public Map<String, Object> serde() {
        return Map.of(
                "apicurio.registry.url",
                registry,
                "apicurio.registry.auto-register",
                true,
                "apicurio.registry.use-specific-avro-reader",
                true);
    }
}
