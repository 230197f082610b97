package io.elmstream.readings;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mappings on the pages must be ones. */
class ReadingsPageTest {

    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    private static final String CLUSTER =
            "bootstrap.servers: kafka:9092\nregistry.url: http://registry:8080/apis/registry/v3\nstate.dir: state\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"docs/readings.md", "README.md"})
    void shouldShowMappingsThatCanBeLoaded(String page) throws IOException {
        // Given
        List<String> mappings = YAML.matcher(Files.readString(Path.of(page)))
                .results()
                .map(found -> found.group(1))
                .filter(yaml -> yaml.startsWith("readings:"))
                .toList();

        // Then
        assertThat(mappings).isNotEmpty().allSatisfy(yaml -> {
            Path file = Files.writeString(folder.resolve("elmstream.yaml"), CLUSTER + yaml);
            assertThat(ConfigurationLoader.load(Optional.of(file), Map.of(), Map.of())
                            .configuration()
                            .inference()
                            .mappings()
                            .all())
                    .isNotEmpty();
        });
    }

    @Test
    void shouldDescribeEveryFormat() throws IOException {
        assertThat(Files.readString(Path.of("docs/readings.md")))
                .contains(List.of(Format.values()).stream()
                        .map(format -> "`" + format.key() + "`")
                        .toList());
    }
}
