package io.elmstream.doctor;

import io.elmstream.elm.Counted;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.utils.AppInfoParser;

/** Asks for the brokers and the versions of their features. */
record BrokersCheck(Admin admin, InstantSource clock) implements Check {

    @Override
    public String area() {
        return "cluster";
    }

    @Override
    public List<Finding> findings() throws ExecutionException, InterruptedException {
        long start = clock.millis();
        DescribeClusterResult cluster = admin.describeCluster();
        int brokers = cluster.nodes().get().size();
        String id = cluster.clusterId().get();
        long millis = clock.millis() - start;
        Map<String, Short> features = new TreeMap<>();
        admin.describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .forEach((name, range) -> features.put(name, range.maxVersionLevel()));
        return List.of(
                Finding.ok(
                        area(),
                        "%s, cluster id %s, answered in %,d ms".formatted(Counted.of(brokers, "broker"), id, millis)),
                Finding.ok(
                        area(),
                        "Kafka's clients %s; features of the cluster: %s"
                                .formatted(
                                        AppInfoParser.getVersion(),
                                        features.entrySet().stream()
                                                .map(feature -> feature.getKey() + " " + feature.getValue())
                                                .collect(Collectors.joining(", ")))));
    }
}
