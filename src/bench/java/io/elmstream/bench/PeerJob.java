package io.elmstream.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * What a peer shall do.
 *
 * @param id its consumer group
 * @param in topic of the readings
 * @param out topic of the predictions
 * @param commitMillis time between two commits
 */
record PeerJob(String id, String in, String out, long commitMillis) {

    /** Writes everything that a peer needs to know into a file of properties in its folder, and returns the file. */
    Path write(Peer peer, BenchCluster cluster, PeerModel model) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("servers", String.valueOf(cluster.clients().get("bootstrap.servers"))),
                Map.entry("registry", cluster.registryUrl()),
                Map.entry("id", id),
                Map.entry("in", in),
                Map.entry("out", out),
                Map.entry("folder", cluster.folder(id).toString()),
                Map.entry("model", model.onnx().toString()),
                Map.entry("artefact", model.artefact().toString()),
                Map.entry("labels", String.join(",", model.elm().labels())),
                Map.entry("batch", Integer.toString(peer.batch())),
                Map.entry("commit.ms", Long.toString(commitMillis)),
                // the defaults of Elmstream
                Map.entry("linger.ms", "5"),
                Map.entry("producer.linger.ms", "5"),
                Map.entry("producer.batch.size", "65536"),
                Map.entry("compression", "lz4")));
        Path file = cluster.folder(id).resolve("peer.properties");
        try {
            Files.createDirectories(file.getParent());
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the settings of a peer", e);
        }
        return file;
    }
}
