package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final String REFRESH = "mvn -q test -Dtest=ConfigurationReferenceTest -Dgolden.update=true";

    @TempDir
    Path folder;

    @Test
    void shouldListEveryKey() throws IOException {
        // Given
        String page = Files.readString(PAGE);

        // When
        String made = replaced(replaced(page, "keys", keys()), "owned", owned());

        // Then
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, made);
        } else {
            assertThat(page).as("%s differs from the code. To make its tables anew: %s", PAGE, REFRESH).isEqualTo(made);
        }
    }

    @Test
    void shouldShowAnExampleThatLoads() throws IOException {
        // Given
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        Path file = Files.writeString(folder.resolve("example.yaml"), example.group(1));

        // When
        Configuration configuration =
                ConfigurationLoader.load(Optional.of(file), Map.of("HOME", "/home/someone"), Map.of()).configuration();

        // Then
        assertThat(configuration.applicationId()).isEqualTo("shuttle-monitor");
        assertThat(configuration.kafka()).containsEntry("security.protocol", "SASL_SSL");
    }

    private static String keys() {
        return "| key | value | default | what it does, and what it costs |\n|---|---|---|---|\n"
                + ConfigurationKeys.definition().configKeys().values().stream()
                        .map(key -> "| `%s` | %s | %s | %s |\n".formatted(
                                key.name, cell(key.validator.toString()), standard(key), cell(key.documentation)))
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
                        .map(name -> "| `%s` | %s |\n".formatted(name, OwnedProperties.refusal(name).orElseThrow()))
                        .collect(Collectors.joining());
    }

    private static String cell(String text) {
        return text.replace("<", "&lt;");
    }

    private static String replaced(String page, String part, String made) {
        Pattern block = Pattern.compile("(<!-- " + part + ": [^\n]*\n).*?(<!-- end of " + part + " -->)", Pattern.DOTALL);
        return block.matcher(page).replaceFirst(found ->
                Matcher.quoteReplacement(found.group(1) + made + found.group(2)));
    }
}
