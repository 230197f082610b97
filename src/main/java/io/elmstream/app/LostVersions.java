package io.elmstream.app;

import io.elmstream.client.KafkaClients;
import io.elmstream.client.PresentRecords;
import io.elmstream.topology.inference.ModelsStore;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the models topic once more while versions are lost whose bytes came and could not be kept, as when the disk was
 * full: Kafka Streams reads a global topic only once. The times between attempts grow from the interval at which this
 * is called to five minutes.
 */
final class LostVersions {

    private static final Logger LOG = LoggerFactory.getLogger(LostVersions.class);
    private static final int MOST_SKIPPED = 60;

    private final KafkaClients clients;
    private final String topic;
    private int skip;
    private int nextSkip = 1;

    /** @param kafka how to reach the cluster */
    LostVersions(Map<String, Object> kafka, String topic) {
        this.clients = new KafkaClients(kafka);
        this.topic = topic;
    }

    /** To be called every few seconds, by one thread. */
    void look(ModelsStore store) {
        Set<String> lost = store.lost();
        if (lost.isEmpty()) {
            skip = 0;
            nextSkip = 1;
            return;
        }
        if (skip > 0) {
            skip--;
            return;
        }
        skip = nextSkip;
        nextSkip = Math.min(2 * nextSkip, MOST_SKIPPED);
        LOG.info("reading {} once more for {}", topic, lost);
        PresentRecords.readAll(clients, topic, record -> store.offer(record.value()));
        LOG.info("{} of {} versions are still lost", store.lost().size(), lost.size());
    }
}
