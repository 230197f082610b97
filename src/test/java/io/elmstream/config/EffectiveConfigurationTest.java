package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EffectiveConfigurationTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "HOME",
            "/home/someone",
            "ELMSTREAM_BOOTSTRAP_SERVERS",
            "kafka:9092",
            "ELMSTREAM_REGISTRY_URL",
            "http://registry");

    @Test
    void shouldShowEachKeyWithItsOrigin() {
        // When
        List<String> lines = load(Map.of("models.default", "shuttle", "kafka.security.protocol", "SSL"))
                .toYaml()
                .lines()
                .toList();

        // Then
        assertThat(lines)
                .contains(
                        "bootstrap.servers: \"kafka:9092\"  # environment variable ELMSTREAM_BOOTSTRAP_SERVERS",
                        "batch.max.size: 256  # default",
                        "models.default: \"shuttle\"  # --set models.default",
                        "models.required: [\"shuttle\"]  # default",
                        "state.dir: \"/home/someone/.local/state/elmstream/elmstream\"  # default",
                        "kafka.security.protocol: \"SSL\"  # --set kafka.security.protocol");
        assertThat(lines).hasSize(ConfigurationKeys.definition().names().size() + 1);
    }

    @Test
    void shouldRemoveSecretsFromAnyText() {
        // Given
        EffectiveConfiguration configuration = load(Map.of(
                "kafka.ssl.keystore.password",
                "open sesame",
                "kafka.sasl.jaas.config",
                "x.PlainLoginModule required username=\"ann\" password=\"tiger7\";"));

        // When
        String text = configuration.withoutSecrets("login of ann with tiger7 failed; open sesame\n"
                + "{\"token\": \"abc\", \"tokenCount\": 7} sent Authorization: Bearer eyJhbGciOi.x\n"
                + "registry http://bob:builder@host/ client.secret = s3 and retention.ms=5");

        // Then
        assertThat(text)
                .isEqualTo("login of ann with ****** failed; ******\n"
                        + "{\"token\": \"******\", \"tokenCount\": 7} sent Authorization: Bearer ******\n"
                        + "registry http://******@host/ client.secret = ****** and retention.ms=5");
    }

    @Test
    void shouldTakeDefaultsFromTheProfile() {
        // When
        EffectiveConfiguration effective = load(Map.of("profile", "low-latency", "poll.ms", "7"));

        // Then
        assertThat(effective.configuration().tuning().commitInterval()).hasMillis(20);
        assertThat(effective.configuration().tuning().poll()).hasMillis(7);
        assertThat(effective.toYaml().lines())
                .contains(
                        "profile: \"low-latency\"  # --set profile",
                        "commit.interval.ms: 20  # default of the profile low-latency",
                        "poll.ms: 7  # --set poll.ms",
                        "batch.max.size: 256  # default");
    }

    @Test
    void shouldShowTheTopicOfAMappingAsTheInput() {
        // When, then
        assertThat(load(Map.of("readings", "{\"telemetry\": {\"format\": \"json\"}}"))
                        .toYaml())
                .contains("\ntopics.readings: \"telemetry\"  # default\n");
    }

    @Test
    void shouldShowWhatIsNotSet() {
        // When, then
        assertThat(load(Map.of()).toYaml()).contains("\nmodels.default:  # not set\n");
    }

    @Test
    void shouldMaskSecrets() {
        // Given
        Map<String, String> secrets = Stream.of(
                        "kafka.sasl.jaas.config",
                        "kafka.ssl.key",
                        "kafka.ssl.key.password",
                        "kafka.ssl.keystore.password",
                        "kafka.ssl.truststore.password",
                        "kafka.producer.ssl.keystore.key",
                        "kafka.monitoring.api.key",
                        "kafka.plugin.apiKey",
                        "kafka.plugin.credential",
                        "kafka.plugin.credentials",
                        "kafka.plugin.access-key",
                        "kafka.plugin.bearer.auth.token",
                        "kafka.plugin.basic.auth.user.info",
                        "governor.kafka.sasl.jaas.config",
                        "serve.token",
                        "registry.client.apicurio.registry.auth.client.secret",
                        "registry.client.apicurio.registry.auth.password")
                .collect(Collectors.toMap(Function.identity(), key -> "hush"));

        // When
        String yaml = load(secrets).toYaml();

        // Then
        assertThat(yaml).doesNotContain("hush").contains("kafka.sasl.jaas.config: \"******\"  #");
    }

    @Test
    void shouldMaskWhoComesWithinAUrlAndNothingElse() {
        // When
        String yaml = load(Map.of(
                        "kafka.plugin.url", "http://anna:h@hush@registry/apis",
                        "kafka.ssl.keystore.type", "PKCS12",
                        "serve.tls.keystore", "server.p12",
                        "serve.tls.keystore.password", "hush",
                        "kafka.sasl.oauthbearer.token.endpoint.url", "http://keys/token"))
                .toYaml();

        // Then
        assertThat(yaml)
                .doesNotContain("hush")
                .contains("http://******@registry/apis", "PKCS12", "server.p12", "http://keys/token");
    }

    @Property(tries = 100)
    void shouldBeReadBackAsTheSame(
            @ForAll @IntRange(min = 1, max = 1000) int threads,
            @ForAll @NotBlank @CharRange(from = ' ', to = '~') String property,
            @ForAll @Size(max = 3)
                    Set<@NotBlank @CharRange(from = ' ', to = '~') @CharRange(from = 'À', to = 'ʯ') String> labels)
            throws IOException {
        // Given
        Path first = Files.createTempFile("elmstream", ".yaml");
        Files.writeString(
                first,
                new ObjectMapper().writeValueAsString(Map.of("alerts.labels", labels, "kafka.client.rack", property)));
        EffectiveConfiguration effective =
                ConfigurationLoader.load(Optional.of(first), REQUIRED, Map.of("threads", Integer.toString(threads)));

        // When
        Files.writeString(first, effective.toYaml());
        EffectiveConfiguration again = ConfigurationLoader.load(Optional.of(first), Map.of(), Map.of());

        // Then
        assertThat(again.configuration()).isEqualTo(effective.configuration());
        Files.delete(first);
    }

    private static EffectiveConfiguration load(Map<String, String> flags) {
        return ConfigurationLoader.load(Optional.empty(), REQUIRED, flags);
    }
}
