package io.elmstream.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.cli.Called;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsAclsCommandTest {

    @Test
    void shouldPrintATableForPeople() {
        // When
        Called called = acls();

        // Then
        assertThat(called.exit()).isZero();
        assertThat(called.lines()).first().asString().matches("PRINCIPAL +MAY +ON");
        assertThat(called.lines())
                .anyMatch(line -> line.matches("User:elmstream-governor +Read, Write +topic models"))
                .anyMatch(line ->
                        line.matches("User:elmstream-processor +Describe, DescribeConfigs +topic model-control"))
                .anyMatch(line -> line.matches("User:elmstream-processor +Write +transactional id elm-\\*"));
    }

    @Test
    void shouldPrintOneLineForPrograms() {
        // When
        Called called = acls("--json");

        // Then
        JsonNode acl = called.json().get("acls").get(0);
        assertThat(acl.get("role").asText()).isEqualTo("processor");
        assertThat(acl.get("principal").asText()).isEqualTo("User:elmstream-processor");
        assertThat(acl.get("resource").asText()).isEqualTo("TOPIC");
        assertThat(acl.get("name").asText()).isEqualTo("sensor-readings");
        assertThat(acl.get("pattern").asText()).isEqualTo("LITERAL");
        assertThat(acl.get("operations")).extracting(JsonNode::asText).containsExactly("READ", "DESCRIBE_CONFIGS");
    }

    @Test
    void shouldPrintTheCommandsOfKafkasOwnTool() {
        // When
        Called called =
                acls("--format", "commands", "--operators", "CN=bob, O=plant", "--command-config", "admin.properties");

        // Then
        assertThat(called.lines())
                .contains("kafka-acls.sh --bootstrap-server kafka:9092 --command-config admin.properties --add"
                        + " --allow-principal 'User:CN=bob, O=plant' --operation Read --topic alerts"
                        + " --topic models --topic model-status")
                .contains("kafka-acls.sh --bootstrap-server kafka:9092 --command-config admin.properties --add"
                        + " --allow-principal 'User:CN=bob, O=plant' --operation Write --topic model-control")
                .contains("kafka-acls.sh --bootstrap-server kafka:9092 --command-config admin.properties --add"
                        + " --allow-principal User:elmstream-governor --operation Write --transactional-id"
                        + " governor-of-elm-"
                        + " --resource-pattern-type prefixed");
    }

    @Test
    void shouldWarnOfAGovernorWithoutAPrincipalOfItsOwn() {
        // When
        Called bare = acls("--json");
        Called people = acls("--format", "commands");
        Called same = acls("--json", "--processor", "elm", "--governor", "elm");
        Called own = acls("--json", "--set", "governor.kafka.sasl.jaas.config=its own");

        // Then
        assertThat(bare.json().get("warnings"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.asText()).startsWith("governor.kafka.* is not set"));
        assertThat(people.out()).doesNotContain("warning");
        assertThat(people.err()).startsWith("warning: governor.kafka.* is not set");
        assertThat(same.json().get("warnings")).isEmpty();
        assertThat(own.json().get("warnings")).isEmpty();
    }

    @Test
    void shouldRefuseANameThatIsNone() {
        // When
        Called called = acls("--governor", " ", "--json");

        // Then
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.error().get("field").asText()).isEqualTo("--governor");
    }

    private static Called acls(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "topics",
                "acls",
                "--set",
                "application.id=elm",
                "--set",
                "bootstrap.servers=kafka:9092",
                "--set",
                "registry.url=http://registry"));
        words.addAll(List.of(more));
        return Called.with(words.toArray(String[]::new));
    }
}
