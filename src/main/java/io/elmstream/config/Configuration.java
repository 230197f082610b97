package io.elmstream.config;

import io.elmstream.governor.Governor;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.SigningKey;
import io.elmstream.governor.Trust;
import io.elmstream.governor.TrustedKeys;
import io.elmstream.model.ModelId;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.governor.QualityPolicy;
import io.elmstream.topology.inference.InferenceSettings;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of an instance. The reference of the keys is docs/configuration.md.
 *
 * @param applicationId the consumer group and the prefix of internal topics; the governor uses it with the prefix
 *     {@code governor-of-}
 * @param instanceId the name of this instance in reports, stable across restarts; if empty, it is derived from the host
 *     and the state directory
 * @param bootstrapServers the brokers, {@code host:port} separated by commas
 * @param registryUrl the schema registry, for example {@code http://localhost:8080/apis/registry/v3}
 * @param registryClient additional settings of the Apicurio client
 * @param awaitsRegistry whether an instance waits at startup for a registry that does not respond
 * @param inference topics, micro-batches, default model and alerts
 * @param governor the limits of the governor
 * @param keys the keys for signing and for verifying signatures
 * @param requiredModels inference waits until each of these has a champion ready
 * @param guarantee exactly once or at least once
 * @param threads stream threads of this instance; 0 if it shall score nothing
 * @param tuning the trade-off between latency and throughput
 * @param stateDirectory the state directory of Kafka Streams; each instance on a host needs its own
 * @param http the address of health and metrics; empty if they are not served
 * @param serve how single requests are answered; empty if they are not
 * @param learner how models learn from labelled readings
 * @param quality how the quality of versions is watched; empty if it is not
 * @param page the live page; empty if there is none
 * @param createTopics whether missing topics are created at startup
 * @param kafka Kafka properties that Elmstream does not own, passed on unchanged
 * @param governorKafka properties for the governor only, which override {@code kafka}, for example the credentials of a
 *     separate principal
 */
public record Configuration(
        String applicationId,
        Optional<String> instanceId,
        String bootstrapServers,
        String registryUrl,
        Map<String, String> registryClient,
        boolean awaitsRegistry,
        InferenceSettings inference,
        GovernorBounds governor,
        Keys keys,
        Set<ModelId> requiredModels,
        Guarantee guarantee,
        int threads,
        Tuning tuning,
        Path stateDirectory,
        Optional<HttpAddress> http,
        Optional<ServeSettings> serve,
        LearnerSettings learner,
        Optional<QualityPolicy> quality,
        Optional<PageSettings> page,
        boolean createTopics,
        Map<String, String> kafka,
        Map<String, String> governorKafka) {

    /** @throws ConfigurationException if a Kafka property is one that Elmstream sets itself */
    public Configuration {
        registryClient = Map.copyOf(registryClient);
        requiredModels = Set.copyOf(requiredModels);
        OwnedProperties.check(ConfigurationKeys.KAFKA, kafka);
        kafka = Map.copyOf(kafka);
        OwnedProperties.check(ConfigurationKeys.GOVERNOR_KAFKA, governorKafka);
        governorKafka = Map.copyOf(governorKafka);
    }

    /**
     * The limits of the governor.
     *
     * @param lead the delay from the acceptance of an activation until it takes effect, so that every instance learns
     *     of it in time
     * @param minTrial the shortest trial of a challenger before its gate may promote it
     * @param maxArtefactBytes the largest size of a model file
     */
    public record GovernorBounds(Duration lead, Duration minTrial, int maxArtefactBytes) {}

    /**
     * The key files.
     *
     * @param trusted public keys; if there are any, only commands signed with one of them are accepted
     * @param instances public keys; if there are any, only reports signed with one of them are accepted
     * @param own the private key that this instance signs its reports with
     */
    public record Keys(List<Path> trusted, List<Path> instances, Optional<Path> own) {

        /** No keys: nothing is signed. */
        public static final Keys NONE = new Keys(List.of(), List.of(), Optional.empty());

        public Keys {
            trusted = List.copyOf(trusted);
            instances = List.copyOf(instances);
        }

        /** Returns whether anything is signed or must be signed. */
        public boolean areUsed() {
            return !trusted.isEmpty() || !instances.isEmpty() || own.isPresent();
        }
    }

    /**
     * The trade-off between latency and throughput.
     *
     * @param commitInterval the length of a transaction, and thus the wait of read_committed consumers
     * @param producerLinger how long the producer waits to fill a batch of records
     * @param poll how long a stream thread blocks in poll, and thus the largest delay of the linger timer
     * @param compression the compression of produced records: none, lz4, zstd, snappy or gzip
     */
    public record Tuning(Duration commitInterval, Duration producerLinger, Duration poll, String compression) {}

    /** The address on which health and metrics are served. */
    public record HttpAddress(String host, int port) {

        /** Returns whether only this machine can connect. */
        public boolean isLoopback() {
            return isLoopback(host);
        }

        /** Returns whether a host name or address means this machine. */
        static boolean isLoopback(String host) {
            return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
        }
    }

    /** Returns the governor that judges commands, with the configured limits. */
    public Governor governorPolicy() {
        return new Governor(
                governor.maxArtefactBytes(),
                governor.lead().toMillis(),
                governor.minTrial().toMillis(),
                inference.alerts().rules());
    }

    /**
     * Returns the keys whose commands and reports are accepted.
     *
     * @param clusterId the cluster id from Kafka, which is part of every signature
     * @throws ConfigurationException if a file contains no public key
     */
    public Trust trust(String clusterId) {
        return new Trust(
                new TrustedKeys(
                        SignatureScope.commands(applicationId, clusterId),
                        publicKeys(ConfigurationKeys.TRUSTED_KEYS, keys.trusted())),
                new TrustedKeys(
                        SignatureScope.reports(applicationId, clusterId),
                        publicKeys(ConfigurationKeys.INSTANCE_KEYS, keys.instances())));
    }

    /**
     * Returns the key that this instance signs its reports with, if one is configured.
     *
     * @param clusterId the cluster id from Kafka
     * @throws ConfigurationException if the file contains no private key
     */
    public Optional<SigningKey> instanceKey(String clusterId) {
        return keys.own()
                .map(file -> signingKey(
                        ConfigurationKeys.INSTANCE_KEY, file, SignatureScope.reports(applicationId, clusterId)));
    }

    /** Returns whether anything is signed or must be signed, for which the id of the cluster is needed. */
    public boolean signs() {
        return keys.areUsed()
                || learner.key().isPresent()
                || page.flatMap(PageSettings::key).isPresent();
    }

    /**
     * Returns the key that actions of the live page are signed with, if one is configured.
     *
     * @param clusterId the cluster id from Kafka
     * @throws ConfigurationException if the file contains no private key
     */
    public Optional<SigningKey> pageKey(String clusterId) {
        return page.flatMap(PageSettings::key)
                .map(file -> signingKey(
                        ConfigurationKeys.PAGE_KEY, file, SignatureScope.commands(applicationId, clusterId)));
    }

    /**
     * Returns the key that the learner signs its commands with, if one is configured.
     *
     * @param clusterId the cluster id from Kafka
     * @throws ConfigurationException if the file contains no private key
     */
    public Optional<SigningKey> learnerKey(String clusterId) {
        return learner.key()
                .map(file -> signingKey(
                        ConfigurationKeys.LEARN_KEY, file, SignatureScope.commands(applicationId, clusterId)));
    }

    private static SigningKey signingKey(String setting, Path file, SignatureScope scope) {
        try {
            return new SigningKey(KeyFiles.privateKey(file), scope);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(setting, setting + ": " + e.getMessage());
        }
    }

    private static List<PublicKey> publicKeys(String setting, List<Path> files) {
        return files.stream().map(file -> KeyFiles.publicKey(setting, file)).toList();
    }

    /** Returns the properties of a plain Kafka client: the brokers and the user's properties for Kafka. */
    public Map<String, Object> clients() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }

    /** Returns the properties of a plain Kafka client of the governor, which can have its own principal. */
    public Map<String, Object> governorClients() {
        Map<String, Object> settings = clients();
        settings.putAll(governorKafka);
        return settings;
    }

    /** Returns the properties of a plain Kafka client of the learner, which can have its own principal. */
    public Map<String, Object> learnerClients() {
        Map<String, Object> settings = clients();
        settings.putAll(learner.kafka());
        return settings;
    }

    /** Returns the changelog topics of the states of sensors and edge nodes that there are with these settings. */
    public List<String> sensorChangelogs() {
        List<String> stores = new ArrayList<>();
        if (inference.alerts().isOn()) {
            stores.add(Names.ALERT_STATE_STORE);
        }
        if (inference.alerts().rules()) {
            stores.add(Names.SENSOR_STATE_STORE);
        }
        if (inference.mappings().needCompletion()) {
            stores.add(Names.NODE_STATE_STORE);
        }
        return stores.stream()
                .map(store -> Names.changelogOf(applicationId, store))
                .toList();
    }

    /** Returns the roles of the topics that there are with these settings. */
    public Set<TopicRole> topicRoles() {
        return TopicRole.used(
                learner.enabled(),
                quality.isPresent(),
                page.isPresent(),
                inference.alerts().clearing());
    }

    /** Returns the application id of the governor's Kafka Streams application. */
    public String governorId() {
        return Names.governorOf(applicationId);
    }

    /** Returns the application id of the learner's Kafka Streams application. */
    public String learnerId() {
        return Names.learnerOf(applicationId);
    }

    /** Returns a copy with the limits of the existing topics. */
    public Configuration withLimits(OutputLimits limits) {
        return new Configuration(
                applicationId,
                instanceId,
                bootstrapServers,
                registryUrl,
                registryClient,
                awaitsRegistry,
                inference.withLimits(limits),
                governor,
                keys,
                requiredModels,
                guarantee,
                threads,
                tuning,
                stateDirectory,
                http,
                serve,
                learner,
                quality,
                page,
                createTopics,
                kafka,
                governorKafka);
    }
}
