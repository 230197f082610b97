package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/configuration.md against the code. */
class ConfigurationReferenceTest {

    private static final GoldenFile PAGE =
            new GoldenFile("docs/configuration.md", ConfigurationReferenceTest.class, "");

    @TempDir
    Path folder;

    @Test
    void shouldListEveryKey() {
        // When, then
        PAGE.sectionShouldBe("keys", keys());
    }

    @Test
    void shouldListTheKafkaPropertiesThatAreOurs() {
        // When, then
        PAGE.sectionShouldBe("owned", owned());
    }

    @Test
    void shouldShowAnExampleThatLoads() throws IOException {
        // Given
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE.path()));
        assertThat(example.find()).isTrue();
        Path file = Files.writeString(folder.resolve("example.yaml"), example.group(1));

        // When
        Configuration configuration = ConfigurationLoader.load(
                        Optional.of(file), Map.of("HOME", "/home/someone"), Map.of())
                .configuration();

        // Then
        assertThat(configuration.applicationId()).isEqualTo("shuttle-monitor");
        assertThat(configuration.kafka()).containsEntry("security.protocol", "SASL_SSL");
    }

    private static String keys() {
        return "| key | value | default | what it does, and what it costs |\n|---|---|---|---|\n"
                + ConfigurationKeys.definition().configKeys().values().stream()
                        .map(key -> "| `%s` | %s | %s | %s |\n"
                                .formatted(
                                        key.name,
                                        cell(key.validator.toString()),
                                        standard(key),
                                        cell(key.documentation)))
                        .collect(Collectors.joining());
    }

    private static String standard(ConfigKey key) {
        if (!key.hasDefault()) {
            return "must be set";
        }
        return key.defaultValue == null || List.of().equals(key.defaultValue)
                ? "none"
                : "`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`";
    }

    private static String owned() {
        return "| Kafka property | |\n|---|---|\n"
                + OwnedProperties.names().stream()
                        .map(name -> "| `%s` | %s |\n"
                                .formatted(name, OwnedProperties.refusal(name).orElseThrow()))
                        .collect(Collectors.joining());
    }

    private static String cell(String text) {
        return text.replace("<", "&lt;");
    }
}
