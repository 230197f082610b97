package io.elmstream.client;

import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The id of a Kafka cluster, which is part of every signature. */
public final class ClusterId {

    private ClusterId() {}

    /**
     * Reads the id from the cluster.
     *
     * @param kafka the properties of the client
     * @throws KafkaException if the cluster does not respond
     */
    public static String of(Map<String, Object> kafka) {
        try (Admin admin = new KafkaClients(kafka).admin()) {
            return admin.describeCluster().clusterId().get();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "cannot read the cluster id: " + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
