package io.elmstream.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the dashboard and the alert rules, and holds the metrics that they use against the documented ones. */
class DashboardTest {

    private static final Path PROMETHEUS = Path.of("src/dist/deploy/prometheus");
    private static final Path GRAFANA = Path.of("src/dist/deploy/grafana");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    /** The columns of Grafana's grid. */
    private static final int WIDTH = 24;

    private static final Pattern METRIC = Pattern.compile("\\b(?:elmstream|kafka|jvm|process)_\\w+");

    /** A cell of a table or a word of a text: a metric, and behind it others that begin in the same way. */
    private static final Pattern DOCUMENTED = Pattern.compile("`(\\w+)`((?:, `_\\w+`)*)");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"check rules rules.yml", "test rules rules-test.yml", "check config prometheus.yml"})
    void shouldPassTheChecksOfPrometheus(String words) throws Exception {
        // Given
        assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not there; Debian's package prometheus has it");
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(words.split(" ")));
        Path findings = folder.resolve("findings");

        // When
        Process check = new ProcessBuilder(command)
                .directory(PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(findings.toFile())
                .start();
        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();

        // Then
        assertThat(check.exitValue()).as(Files.readString(findings)).isZero();
    }

    @Test
    void shouldUseDocumentedMetricsOnly() throws IOException {
        // Given
        Set<String> documented = documented();
        List<String> expressions = new ArrayList<>();
        panels().forEach(panel -> panel.path("targets")
                .forEach(target -> expressions.add(target.get("expr").asText())));
        dashboard()
                .get("annotations")
                .get("list")
                .forEach(mark -> expressions.add(mark.get("target").get("expr").asText()));
        int ofDashboard = expressions.size();
        YAML.readTree(PROMETHEUS.resolve("rules.yml").toFile())
                .findValues("expr")
                .forEach(rule -> expressions.add(rule.asText()));

        // When
        Set<String> used = new TreeSet<>();
        expressions.forEach(
                expression -> METRIC.matcher(expression).results().forEach(found -> used.add(family(found.group()))));

        // Then
        assertThat(ofDashboard).isGreaterThan(20);
        assertThat(expressions).hasSizeGreaterThan(ofDashboard + 8);
        assertThat(documented).containsAll(used);
    }

    /** A histogram is documented by its name, without the ending of its series. */
    private static String family(String series) {
        return series.replaceFirst("_bucket$", "");
    }

    private static Set<String> documented() throws IOException {
        Set<String> names = new HashSet<>();
        for (String page : List.of("docs/operations.md", "docs/quality.md")) {
            DOCUMENTED.matcher(Files.readString(Path.of(page))).results().forEach(found -> {
                String first = found.group(1);
                names.add(first);
                // `a_b_total`, `_c_total` stands for a_b_total and a_c_total, wherever the shared part ends
                Stream.of(found.group(2).split("`"))
                        .filter(part -> part.startsWith("_"))
                        .forEach(part -> {
                            for (int end = first.indexOf('_'); end > 0; end = first.indexOf('_', end + 1)) {
                                names.add(first.substring(0, end) + part);
                            }
                        });
            });
        }
        return names;
    }

    @Test
    void shouldHavePanelsThatDoNotOverlap() throws IOException {
        // When
        List<JsonNode> panels = panels();
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> cells = new HashSet<>();

        // Then
        panels.forEach(panel -> {
            assertThat(ids.add(panel.get("id").asInt()))
                    .as(panel.get("title").asText())
                    .isTrue();
            JsonNode place = panel.get("gridPos");
            int right = place.get("x").asInt() + place.get("w").asInt();
            assertThat(right).isLessThanOrEqualTo(WIDTH);
            for (int x = place.get("x").asInt(); x < right; x++) {
                int bottom = place.get("y").asInt() + place.get("h").asInt();
                for (int y = place.get("y").asInt(); y < bottom; y++) {
                    assertThat(cells.add(List.of(x, y)))
                            .as(panel.get("title").asText())
                            .isTrue();
                }
            }
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.get("description").asText()).isNotBlank();
                assertThat(panel.get("datasource").get("uid").asText()).isEqualTo("${datasource}");
            }
        });
    }

    @Test
    void shouldMountFilesThatExist() throws IOException {
        // Given
        JsonNode services =
                YAML.readTree(Path.of("docker-compose.yml").toFile()).get("services");

        // When
        List<String> mounted = new ArrayList<>();
        Stream.of("prometheus", "grafana")
                .forEach(service -> services.get(service)
                        .get("volumes")
                        .forEach(volume -> mounted.add(volume.asText().split(":")[0])));
        // what does not begin with a dot is a volume
        mounted.removeIf(source -> !source.startsWith("./"));

        // Then
        assertThat(mounted)
                .hasSizeGreaterThan(3)
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
        JsonNode source = YAML.readTree(GRAFANA.resolve("datasources.yaml").toFile())
                .get("datasources")
                .get(0);
        assertThat(source.get("url").asText()).isEqualTo("http://prometheus:9090");
    }

    private static JsonNode dashboard() throws IOException {
        return JSON.readTree(GRAFANA.resolve("elmstream.json").toFile());
    }

    private static List<JsonNode> panels() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        dashboard().get("panels").forEach(panels::add);
        return panels;
    }
}
