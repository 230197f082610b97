package io.elmstream.app;

import io.elmstream.client.KafkaClients;
import io.elmstream.client.PresentRecords;
import io.elmstream.topology.inference.ModelsStore;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the models topic again while there are lost versions, whose bytes were received but could not be stored, for
 * example because the disk was full: Kafka Streams reads a global topic only once. The time between attempts grows from
 * the interval at which this is called to five minutes.
 */
final class LostVersions {

    private static final Logger LOG = LoggerFactory.getLogger(LostVersions.class);
    private static final int MOST_SKIPPED = 60;

    private final KafkaClients clients;
    private final String topic;
    private int skip;
    private int nextSkip = 1;

    /** @param kafka connection settings of the cluster */
    LostVersions(Map<String, Object> kafka, String topic) {
        this.clients = new KafkaClients(kafka);
        this.topic = topic;
    }

    /** Makes an attempt if one is due. To be called every few seconds, by one thread. */
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
        LOG.info("reading {} again for {}", topic, lost);
        PresentRecords.readAll(clients, topic, record -> store.offer(record.value()));
        LOG.info("{} of {} versions are still lost", store.lost().size(), lost.size());
    }
}
