package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.elmstream.alert.AlertRule;
import io.elmstream.app.StreamsProperties;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.model.ModelId;
import io.elmstream.serving.CacheSettings;
import io.elmstream.serving.Rounding;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.OutputSettings;
import io.elmstream.topology.inference.RefusedReadings;
import io.elmstream.wire.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationLoaderTest {

    private static final String REQUIRED =
            "bootstrap.servers: kafka:9092\nregistry.url: http://registry:8080/apis/registry/v3\n";

    @TempDir
    Path folder;

    @Test
    void shouldUseDefaultsForWhatIsNotSet() {
        // When
        Configuration configuration = load("");

        // Then
        assertThat(configuration.applicationId()).isEqualTo("elmstream");
        assertThat(configuration.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(configuration.inference().topics()).isEqualTo(Topics.standard());
        assertThat(configuration.inference().batch()).isEqualTo(new BatchPolicy(256, Duration.ofMillis(5)));
        assertThat(configuration.inference().alerts().labels()).isEmpty();
        assertThat(configuration.inference().alerts().rule()).isEqualTo(new AlertRule(3, 5, 0.5));
        assertThat(configuration.inference().defaultModel()).isEmpty();
        assertThat(configuration.requiredModels()).isEmpty();
        assertThat(configuration.guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE_V2);
        assertThat(configuration.http()).contains(new Configuration.HttpAddress("127.0.0.1", 8081));
        assertThat(configuration.stateDirectory()).isEqualTo(Path.of("/home/someone/.local/state/elmstream/elmstream"));
        assertThat(configuration.kafka()).isEmpty();
    }

    @Test
    void shouldTellTheFormOfTheLogAlsoWhereOtherKeysAreWrong() throws IOException {
        // Given
        Optional<Path> faulty =
                Optional.of(Files.writeString(folder.resolve("faulty.yaml"), "log: {format: json}\nno.such.key: 1\n"));
        Optional<Path> missing = Optional.of(folder.resolve("missing.yaml"));
        Map<String, String> json = Map.of("ELMSTREAM_LOG_FORMAT", "json", "ELMSTREAM_NO_SUCH_KEY", "1");
        Map<String, String> text = Map.of("log.format", "text");

        // When, then
        assertThat(ConfigurationLoader.logsJson(faulty, Map.of(), Map.of())).isTrue();
        assertThat(ConfigurationLoader.logsJson(missing, json, Map.of())).isTrue();
        assertThat(ConfigurationLoader.logsJson(faulty, json, text)).isFalse();
        assertThat(ConfigurationLoader.logsJson(missing, Map.of("ELMSTREAM_LOG_FORMAT", ""), Map.of()))
                .isFalse();
    }

    @Test
    void shouldReadTheCacheForTheStreamAndForRequests() {
        // When
        Configuration configuration =
                load("cache.max.bytes: 1000000\ncache.rounding: [temperature=0.5, 0.01]\nserve.port: 8080\n");

        // Then
        CacheSettings cache = new CacheSettings(1_000_000, new Rounding(0.01, Map.of("temperature", 0.5)));
        assertThat(configuration.inference().cache()).isEqualTo(cache);
        assertThat(configuration.serve().orElseThrow().cache()).isEqualTo(cache);
        assertThat(load("").inference().cache()).isEqualTo(CacheSettings.OFF);
    }

    @Test
    void shouldReadTheFormOfOutputs() {
        // When
        OutputSettings usual = load("").inference().outputs();
        OutputSettings events = load("predictions:\n  format: json\n  cloudevents: true\napplication.id: plant-7\n")
                .inference()
                .outputs();
        OutputSettings named = load("predictions.cloudevents: true\npredictions.cloudevents.source: urn:plant:7\n")
                .inference()
                .outputs();

        // Then
        assertThat(usual).isEqualTo(OutputSettings.AVRO);
        assertThat(events).isEqualTo(new OutputSettings(OutputFormat.JSON, Optional.of("/elmstream/plant-7")));
        assertThat(named).isEqualTo(new OutputSettings(OutputFormat.AVRO, Optional.of("urn:plant:7")));
    }

    @Test
    void shouldReadNestedAndDottedKeysAlike() {
        // When
        Configuration nested = load("batch:\n  max:\n    size: 7\n  linger.ms: 9\nalerts:\n  labels: [\"a, b\", c]\n");
        Configuration dotted = load("batch.max.size: 7\nbatch.linger.ms: 9\nalerts.labels: [\"a, b\", c]\n");

        // Then
        assertThat(nested).isEqualTo(dotted);
        assertThat(nested.inference().batch()).isEqualTo(new BatchPolicy(7, Duration.ofMillis(9)));
        assertThat(nested.inference().alerts().labels()).containsExactlyInAnyOrder("a, b", "c");
    }

    @Test
    void shouldLetTheEnvironmentReplaceTheFileAndFlagsBoth() {
        // Given
        String file = "threads: 2\npoll.ms: 2\nhttp.port: 2\n";
        Map<String, String> environment = Map.of("ELMSTREAM_POLL_MS", "3", "ELMSTREAM_HTTP_PORT", "3");

        // When
        Configuration configuration = load(file, environment, Map.of("http.port", "4"));

        // Then
        assertThat(configuration.threads()).isEqualTo(2);
        assertThat(configuration.tuning().poll()).isEqualTo(Duration.ofMillis(3));
        assertThat(configuration.http().orElseThrow().port()).isEqualTo(4);
    }

    @Test
    void shouldNeedNeitherBrokersNorRegistryWithoutACluster() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("tested.yaml"), REQUIRED + "alerts.n: 2\nbatch.max.size: 7\n");
        Map<String, Object> settings = Map.of("batch.max.size", "9", "alerts.labels", List.of("a, b", "c"));

        // When
        Configuration bare = ConfigurationLoader.withoutCluster(Optional.empty(), Map.of());
        Configuration full = ConfigurationLoader.withoutCluster(Optional.of(file), settings);

        // Then
        assertThat(bare.inference()).isEqualTo(load("").inference());
        assertThat(bare.governor()).isEqualTo(load("").governor());
        assertThat(full.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(full.inference().alerts().labels()).containsExactlyInAnyOrder("a, b", "c");
        assertThat(full.inference().alerts().rule().n()).isEqualTo(2);
        assertThat(full.inference().batch().maxSize()).isEqualTo(9);
    }

    @Test
    void shouldCheckEveryKeyWithoutACluster() {
        // When
        ConfigurationException failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConfigurationLoader.withoutCluster(Optional.empty(), Map.of("http.port", "none")));

        // Then
        assertThat(failure).hasMessage("http.port is \"none\" (set in code), but must be a whole number, 0 to 65535");
    }

    @Test
    void shouldWorkWithoutAFile() {
        // Given
        Map<String, String> environment = Map.of(
                "HOME",
                "/home/someone",
                "ELMSTREAM_BOOTSTRAP_SERVERS",
                "kafka:9092",
                "ELMSTREAM_REGISTRY_URL",
                "http://registry");

        // When
        Configuration configuration = ConfigurationLoader.load(Optional.empty(), environment, Map.of())
                .configuration();

        // Then
        assertThat(configuration.registryUrl()).isEqualTo("http://registry");
    }

    @Test
    void shouldRequireTheDefaultModelUnlessOthersAreNamed() {
        // When, then
        assertThat(load("models.default: a").requiredModels()).containsExactly(new ModelId("a"));
        assertThat(load("models.default: a\nmodels.required: [b, c]").requiredModels())
                .containsExactlyInAnyOrder(new ModelId("b"), new ModelId("c"));
        assertThat(load("models.default: a\nmodels.required: []").requiredModels())
                .isEmpty();
        assertThat(load("", Map.of(), Map.of("models.required", "b, c")).requiredModels())
                .containsExactlyInAnyOrder(new ModelId("b"), new ModelId("c"));
    }

    @Test
    void shouldPassOnWhatIsNotOurs() {
        // When
        Configuration configuration = load("""
                kafka:
                  security.protocol: SASL_SSL
                  sasl: {mechanism: PLAIN}
                registry.client.apicurio.registry.auth.username: elm
                """);

        // Then
        assertThat(configuration.kafka())
                .containsOnly(Map.entry("security.protocol", "SASL_SSL"), Map.entry("sasl.mechanism", "PLAIN"));
        assertThat(configuration.registryClient()).containsOnly(Map.entry("apicurio.registry.auth.username", "elm"));
    }

    @Test
    void shouldGiveTheGovernorPropertiesOfItsOwnOverTheCommonOnes() {
        // Given
        Configuration configuration = load("""
                kafka: {security.protocol: SASL_SSL, sasl.jaas.config: processor, group.protocol: streams}
                governor.kafka: {sasl.jaas.config: governor}
                """);

        // When
        Properties inference = StreamsProperties.inference(configuration, Path.of("state"), new RefusedReadings());
        Properties governor = StreamsProperties.governor(configuration, Path.of("state"));

        // Then
        assertThat(inference)
                .containsEntry("sasl.jaas.config", "processor")
                .containsEntry("security.protocol", "SASL_SSL");
        assertThat(governor)
                .containsEntry("sasl.jaas.config", "governor")
                .containsEntry("security.protocol", "SASL_SSL")
                .doesNotContainKey("session.timeout.ms");
        assertThat(configuration.clients()).containsEntry("sasl.jaas.config", "processor");
    }

    @Test
    void shouldLetTheGovernorTakeOneCommandAtATimeAndClientsHearSoonOfPartitions() {
        // Given
        Configuration configuration = load("kafka: {main.consumer.max.poll.records: 500}");

        // When
        Properties inference = StreamsProperties.inference(configuration, Path.of("state"), new RefusedReadings());
        Properties governor = StreamsProperties.governor(configuration, Path.of("state"));

        // Then
        assertThat(inference)
                .containsEntry("main.consumer.max.poll.records", "500")
                .containsEntry("metadata.max.age.ms", "10000");
        assertThat(governor).containsEntry("main.consumer.max.poll.records", 1);
    }

    @Test
    void shouldNameClientsAlikeAtEachStartUnlessTold() {
        // Given
        Configuration configuration = load("application.id: floor-3\ninstance.id: pod-0");
        Configuration told = load("application.id: floor-3\nkafka: {client.id: mine}");

        // When, then
        assertThat(StreamsProperties.inference(configuration, Path.of("state"), new RefusedReadings()))
                .containsEntry("client.id", "pod-0");
        assertThat(StreamsProperties.governor(configuration, Path.of("state")))
                .containsEntry("client.id", "pod-0-governor");
        assertThat(StreamsProperties.inference(told, Path.of("state"), new RefusedReadings()))
                .containsEntry("client.id", "mine");
    }

    @Test
    void shouldServeNoHttpOnPortZero() {
        // When, then
        assertThat(load("http.port: 0").http()).isEmpty();
    }

    @Test
    void shouldTakeTheStateFolderFromTheEnvironment() {
        // When, then
        assertThat(load("application.id: x", Map.of("XDG_STATE_HOME", "/state"), Map.of())
                        .stateDirectory())
                .isEqualTo(Path.of("/state/elmstream/x"));
        assertThat(load("state.dir: here").stateDirectory()).isEqualTo(Path.of("here"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            batch.max.size: 0          | batch.max.size   | is "0"         | must be a whole number, 1 to 65536
            batch.max.size: many       | batch.max.size   | is "many"      | must be a whole number, 1 to 65536
            batch.max.size: [1, 2]     | batch.max.size   | is [1, 2]      | must be a whole number, 1 to 65536
            topics.create: yes         | topics.create    | is "yes"       | must be true or false
            guarantee: exactly_once    | guarantee        | "exactly_once" | must be exactly_once_v2 or at_least_once
            models.default: Big        | models.default   | "Big"          | must be a model id
            models.required: [a, B]    | models.required  | [a, B]         | must be a list of model ids
            topics.readings: a b       | topics.readings  | "a b"          | letters, digits
            bootstrap.servers: kafka   | bootstrap.servers | "kafka"       | must be host:port
            bootstrap.servers: "a,b:9092" | bootstrap.servers | "a,b:9092" | must be host:port
            bootstrap.servers: a:90920 | bootstrap.servers | "a:90920"     | with ports up to 65535
            registry.url: kafka:9092   | registry.url     | "kafka:9092"   | must be a URL
            alerts.n: 6                | alerts.n         | is "6"         | must not be more than alerts.m, 5
            alerts.m: 2                | alerts.n         | is 3           | must not be more than alerts.m, 2
            alerts.clear.enabled: true | alerts.clear.enabled | is "true"  | needs alerts.labels or rules.enabled
            topics.models: alerts      | topics.models    | is "alerts"    | topics.alerts names the same topic
            cache.rounding: 0          | cache.rounding   | is "0"         | must be one step for all features
            cache.rounding: [a=1, a=2] | cache.rounding   | is [a=1, a=2]  | must be one step for all features
            cache.rounding: 0.1        | cache.rounding   | is "0.1"       | cache.max.bytes is 0
            predictions.format: xml | predictions.format | is "xml"      | must be avro or json
            predictions.cloudevents.source: a | predictions.cloudevents.source | "a" | predictions.cloudevents is false
            predictions.cloudevents.source: "a b" | predictions.cloudevents.source | "a b" | must be a URI or a part
            serve.port: 8081           | serve.port       | is "8081"      | http.port is the same port
            kafka.group.id: x          | kafka.group.id   | is "x"         | the key application.id sets it
            kafka.producer.acks: 1     | kafka.producer.acks | is "1"      | it is fixed
            registry.client.apicurio.registry.url: x | registry.client.apicurio.registry.url | "x" | registry.url sets
            """)
    void shouldSayWhatIsWrongWithAValue(String line, String key, String found, String expected) {
        // When
        ConfigurationException problem = failure(line);

        // Then
        assertThat(problem.key()).isEqualTo(key);
        assertThat(problem)
                .hasMessageContaining(key)
                .hasMessageContaining(found)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            batch.size: 10             | batch.size            | Did you mean batch.max.size or kafka.batch.size?
            batch: 10                  | batch                 | docs/configuration.md
            topics: {reading: x}       | topics.reading        | Did you mean topics.readings?
            num.stream.threads: 2      | num.stream.threads    | Did you mean threads?
            security.protocol: SSL     | security.protocol     | Did you mean kafka.security.protocol?
            entirely.else: 1           | entirely.else         | docs/configuration.md
            thread:                    | thread                | Did you mean threads?
            """)
    void shouldNameTheNearestKey(String line, String key, String hint) {
        // When
        ConfigurationException problem = failure(line);

        // Then
        assertThat(problem.key()).isEqualTo(key);
        assertThat(problem).hasMessageContaining("elmstream.yaml, line 3").hasMessageContaining(hint);
    }

    @Test
    void shouldSayWhereAValueCameFrom() {
        // When, then
        assertThat(failure("threads: x")).hasMessageContaining(folder + "/elmstream.yaml, line 3");
        assertThat(failure("", Map.of("ELMSTREAM_THREADS", "x"), Map.of()))
                .hasMessageContaining("environment variable ELMSTREAM_THREADS");
        assertThat(failure("", Map.of(), Map.of("threads", "x"))).hasMessageContaining("(--set threads)");
    }

    @Test
    void shouldSayHowToSetWhatIsMissing() {
        // When
        ConfigurationException problem = catchThrowableOfType(
                ConfigurationException.class, () -> ConfigurationLoader.load(Optional.empty(), Map.of(), Map.of()));

        // Then
        assertThat(problem.key()).isEqualTo("bootstrap.servers");
        assertThat(problem)
                .hasMessage("bootstrap.servers is not set. Set it in the file given with --config, in the environment"
                        + " variable ELMSTREAM_BOOTSTRAP_SERVERS, or with --set bootstrap.servers=...");
    }

    @Test
    void shouldNotShowASecretInAMessage() {
        // When, then
        assertThat(failure("kafak.ssl.key.password: hush")).hasMessageNotContaining("hush");
        assertThat(failure("", Map.of(), Map.of("registry.url", "http://elm:hush@registry")))
                .hasMessageNotContaining("hush");
    }

    private Configuration load(String file) {
        return load(file, Map.of(), Map.of());
    }

    private Configuration load(String file, Map<String, String> environment, Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HOME", "/home/someone");
        return ConfigurationLoader.load(Optional.of(written(file)), all, flags).configuration();
    }

    private ConfigurationException failure(String file) {
        return failure(file, Map.of(), Map.of());
    }

    private ConfigurationException failure(String file, Map<String, String> environment, Map<String, String> flags) {
        return catchThrowableOfType(ConfigurationException.class, () -> load(file, environment, flags));
    }

    private Path written(String text) {
        String required = REQUIRED.lines()
                .map(line -> text.startsWith(line.split(":")[0] + ":") ? "" : line)
                .reduce("", (one, other) -> one + other + "\n");
        try {
            return Files.writeString(folder.resolve("elmstream.yaml"), required + text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
