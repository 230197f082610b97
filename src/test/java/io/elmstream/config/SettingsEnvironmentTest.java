package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsEnvironmentTest {

    @ParameterizedTest
    @CsvSource({
        "ELMSTREAM_BATCH_MAX_SIZE, batch.max.size",
        "ELMSTREAM_DEAD_LETTERS_MAX_BYTES, dead-letters.max.bytes",
        "ELMSTREAM_TOPICS_DEAD_LETTERS, topics.dead-letters",
        "ELMSTREAM_KAFKA_SECURITY_PROTOCOL, kafka.security.protocol",
        "ELMSTREAM_KAFKA_RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST, kafka.rack.aware.assignment.non_overlap_cost",
        "ELMSTREAM_GOVERNOR_KAFKA_SASL_JAAS_CONFIG, governor.kafka.sasl.jaas.config",
        "ELMSTREAM_GOVERNOR_KAFKA_RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST,"
                + " governor.kafka.rack.aware.assignment.non_overlap_cost",
        "ELMSTREAM_KAFKA_MAIN_CONSUMER_MAX_POLL_RECORDS, kafka.main.consumer.max.poll.records",
        "ELMSTREAM_REGISTRY_CLIENT_APICURIO_REGISTRY_TLS_TRUST_ALL, registry.client.apicurio.registry.tls.trust-all",
        "ELMSTREAM_REGISTRY_CLIENT_APICURIO_REGISTRY_AUTH_USERNAME, registry.client.apicurio.registry.auth.username",
    })
    void shouldFindTheKeyOfAVariable(String variable, String key) {
        // When, then
        assertThat(SettingsEnvironment.read(Map.of(variable, "1")))
                .containsExactly(new Setting(key, "1", "environment variable " + variable));
    }

    @Test
    void shouldHaveAVariableForEachKey() {
        // Given
        Set<String> keys = ConfigurationKeys.definition().names();

        // When
        Set<String> variables = keys.stream().map(SettingsEnvironment::variable).collect(Collectors.toSet());

        // Then
        assertThat(variables).hasSameSizeAs(keys);
    }

    @Test
    void shouldLeaveAloneWhatIsEmptyOrNotOurs() {
        // When, then
        assertThat(SettingsEnvironment.read(Map.of("ELMSTREAM_THREADS", "", "THREADS", "1", "elmstream_threads", "1")))
                .isEmpty();
    }

    @Test
    void shouldLeaveAloneWhatKubernetesSaysOfAServiceOfThatName() {
        // Given
        Map<String, String> environment = Map.of(
                "ELMSTREAM_SERVICE_HOST", "10.0.0.1",
                "ELMSTREAM_SERVICE_PORT", "8081",
                "ELMSTREAM_SERVICE_PORT_HTTP", "8081",
                "ELMSTREAM_PORT", "tcp://10.0.0.1:8081",
                "ELMSTREAM_PORT_8081_TCP", "tcp://10.0.0.1:8081",
                "ELMSTREAM_PORT_8081_TCP_PROTO", "tcp",
                "ELMSTREAM_PORT_8081_TCP_PORT", "8081",
                "ELMSTREAM_PORT_8081_TCP_ADDR", "10.0.0.1");

        // When, then
        assertThat(SettingsEnvironment.read(environment)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "KAFKA", "GOVERNOR", "REGISTRY_CLIENT", "TOPICS", "STATE"})
    void shouldLeaveAloneWhatKubernetesSaysOfAServiceWhoseNameIsInAKey(String service) {
        // Given
        String name = "ELMSTREAM_" + service;
        Map<String, String> environment = Map.of(
                name + "_SERVICE_HOST", "10.0.0.1",
                name + "_SERVICE_PORT", "80",
                name + "_SERVICE_PORT_WEB", "80",
                name + "_PORT", "tcp://10.0.0.1:80",
                name + "_PORT_80_TCP", "tcp://10.0.0.1:80",
                name + "_PORT_80_TCP_PROTO", "tcp",
                name + "_PORT_80_TCP_PORT", "80",
                name + "_PORT_80_TCP_ADDR", "10.0.0.1");

        // When, then
        assertThat(SettingsEnvironment.read(environment)).isEmpty();
    }

    @Test
    void shouldTakeAPortThatIsANumber() {
        // When, then
        assertThat(SettingsEnvironment.read(Map.of("ELMSTREAM_HTTP_PORT", "8082")))
                .extracting(Setting::key, Setting::value)
                .containsExactly(tuple("http.port", "8082"));
    }

    @ParameterizedTest
    @CsvSource({
        "ELMSTREAM_BATCH_SIZE, Did you mean ELMSTREAM_BATCH_MAX_SIZE or ELMSTREAM_KAFKA_BATCH_SIZE?",
        "ELMSTREAM_HTP_PORT, Did you mean ELMSTREAM_HTTP_PORT?",
        "ELMSTREAM_NUM_STREAM_THREADS, Did you mean ELMSTREAM_THREADS?",
    })
    void shouldRefuseAVariableThatStandsForNoKey(String variable, String hint) {
        // When, then
        assertThatThrownBy(() -> SettingsEnvironment.read(Map.of(variable, "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The environment variable " + variable + " does not match any key. " + hint);
    }
}
