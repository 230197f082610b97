package io.elmstream.config;

import io.elmstream.governor.Governor;
import io.elmstream.governor.SignatureScope;
import io.elmstream.governor.SigningKey;
import io.elmstream.governor.Trust;
import io.elmstream.governor.TrustedKeys;
import io.elmstream.model.ModelId;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimits;
import io.elmstream.topology.inference.InferenceSettings;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can be set. The keys of the configuration file are in the reference, docs/configuration.md.
 *
 * @param applicationId the consumer group and the prefix of internal topics; the governor's is {@code governor-of-} and
 *     this
 * @param instanceId what this instance is called in reports, the same after a restart; empty makes one of the host and
 *     the state folder
 * @param bootstrapServers the brokers, {@code host:port} separated by commas
 * @param registryUrl the schema registry, for example {@code http://localhost:8080/apis/registry/v3}
 * @param registryClient further settings of Apicurio's client
 * @param awaitsRegistry whether an instance waits at its start for a registry that does not answer
 * @param inference topics, batches, default model and alerts
 * @param governor the governor's bounds
 * @param keys what is signed, and whose signatures are taken
 * @param requiredModels inference waits until each of these has a champion ready
 * @param guarantee exactly once or at least once
 * @param threads stream threads of this instance, 1 or more
 * @param tuning what trades latency for throughput
 * @param stateDirectory where Kafka Streams keeps its files; each instance on a host needs its own
 * @param http where health and metrics are served; empty serves none
 * @param createTopics whether missing topics are created at the start
 * @param kafka Kafka properties that Elmstream does not own, passed on as they are
 * @param governorKafka the same for the governor alone, over {@code kafka}: the credentials of a principal of its own
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
     * What the governor allows.
     *
     * @param lead how long after its acceptance an activation takes effect, so that every instance knows of it in time
     * @param minTrial how long a challenger is tried at least before its gate may promote it
     * @param maxArtefactBytes the largest model file
     */
    public record GovernorBounds(Duration lead, Duration minTrial, int maxArtefactBytes) {}

    /**
     * The files of keys.
     *
     * @param trusted public keys; where there are any, only commands signed with one of them are taken
     * @param instances public keys; where there are any, only reports signed with one of them are taken
     * @param own the private key that this instance signs its reports with
     */
    public record Keys(List<Path> trusted, List<Path> instances, Optional<Path> own) {

        /** Nothing is signed. */
        public static final Keys NONE = new Keys(List.of(), List.of(), Optional.empty());

        public Keys {
            trusted = List.copyOf(trusted);
            instances = List.copyOf(instances);
        }

        /** Whether anything is signed, or must be. */
        public boolean areUsed() {
            return !trusted.isEmpty() || !instances.isEmpty() || own.isPresent();
        }
    }

    /**
     * What trades latency for throughput.
     *
     * @param commitInterval how long a transaction stays open, and so how long read_committed consumers wait
     * @param producerLinger how long the producer waits to fill a batch of records
     * @param poll how long a stream thread waits for readings, and so how late the linger timer may be
     * @param compression of what is produced: none, lz4, zstd, snappy or gzip
     */
    public record Tuning(Duration commitInterval, Duration producerLinger, Duration poll, String compression) {}

    /** Where health and metrics are served. */
    public record HttpAddress(String host, int port) {}

    /** What judges commands, within the configured bounds. */
    public Governor governorPolicy() {
        return new Governor(
                governor.maxArtefactBytes(),
                governor.lead().toMillis(),
                governor.minTrial().toMillis());
    }

    /**
     * Whose commands and reports are taken.
     *
     * @param clusterId as Kafka names the cluster; signatures name it too
     * @throws ConfigurationException if a file holds no public key
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
     * What this instance signs its reports with, if with anything.
     *
     * @param clusterId as Kafka names the cluster
     * @throws ConfigurationException if the file holds no private key
     */
    public Optional<SigningKey> instanceKey(String clusterId) {
        return keys.own().map(file -> {
            try {
                return new SigningKey(KeyFiles.privateKey(file), SignatureScope.reports(applicationId, clusterId));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(
                        ConfigurationKeys.INSTANCE_KEY, ConfigurationKeys.INSTANCE_KEY + ": " + e.getMessage());
            }
        });
    }

    private static List<PublicKey> publicKeys(String setting, List<Path> files) {
        return files.stream().map(file -> KeyFiles.publicKey(setting, file)).toList();
    }

    /** What a plain Kafka client needs to reach the cluster: the brokers, and what the user set for Kafka. */
    public Map<String, Object> clients() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }

    /** The same for the governor, who may come as a principal of its own. */
    public Map<String, Object> governorClients() {
        Map<String, Object> settings = clients();
        settings.putAll(governorKafka);
        return settings;
    }

    /** The changelog of the states of alert; empty where none are kept. */
    public Optional<String> alertStateChangelog() {
        return inference.alerts().labels().isEmpty()
                ? Optional.empty()
                : Optional.of(Names.changelogOf(applicationId, Names.ALERT_STATE_STORE));
    }

    /** The id of the governor's own Kafka Streams application. */
    public String governorId() {
        return Names.governorOf(applicationId);
    }

    /** The same with the limits of the topics as they are. */
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
                createTopics,
                kafka,
                governorKafka);
    }
}
