package io.elmstream.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.config.ServeSettings;
import io.elmstream.support.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the distribution has for systemd and Kubernetes, and holds docs/operations.md against it. */
class DeployTest {

    private static final GoldenFile PAGE = new GoldenFile("docs/operations.md", DeployTest.class, "");
    private static final Path UNIT = Path.of("src/dist/deploy/elmstream.service");
    private static final Path MANIFEST = Path.of("src/dist/deploy/kubernetes.yaml");
    private static final Path CONFIGURATION = Path.of("src/dist/conf/elmstream.yaml");
    private static final String PREFIX = "ELMSTREAM_";

    /** The two applications of an instance close one after the other, for at most 30 seconds each. */
    private static final int LONGEST_STOP_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void shouldShowTheFilesOnThePage() throws IOException {
        // When, then
        PAGE.sectionShouldBe("systemd unit", "```ini\n" + Files.readString(UNIT) + "```\n");
        PAGE.sectionShouldBe("kubernetes manifest", "```yaml\n" + Files.readString(MANIFEST) + "```\n");
    }

    @Test
    void shouldRunOneInstanceAsASystemdService() throws IOException {
        // When
        Map<String, List<String>> service = sections(UNIT).get("Service");

        // Then
        assertThat(service.get("ExecStart"))
                .containsExactly("/opt/elmstream/bin/elmstream run --config /etc/elmstream/elmstream.yaml");
        assertThat(service.get("SuccessExitStatus")).containsExactly("143");
        assertThat(Integer.parseInt(service.get("TimeoutStopSec").get(0))).isGreaterThan(LONGEST_STOP_SECONDS);
        Map<String, String> environment = service.get("Environment").stream()
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
        assertThat(environment).containsKey("HEAP_OPTS").containsKey(PREFIX + "INSTANCE_ID");
        assertThat(environment.get(PREFIX + "STATE_DIR"))
                .isEqualTo("/var/lib/" + service.get("StateDirectory").get(0));
        environment.put(PREFIX + "INSTANCE_ID", "host-1");
        assertThat(load(CONFIGURATION, environment).stateDirectory()).isEqualTo(Path.of("/var/lib/elmstream"));
    }

    @Test
    void shouldPassSystemdsOwnCheck() throws Exception {
        // Given
        assumeTrue(isInstalled("systemd-analyze"), "there is no systemd on this machine");
        Path launcher = Path.of("src/dist/bin/elmstream").toAbsolutePath();
        Path unit = Files.writeString(
                folder.resolve("elmstream.service"),
                Files.readString(UNIT).replace("/opt/elmstream/bin/elmstream", launcher.toString()));
        Path said = folder.resolve("said");

        // When
        int exit = new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();

        // Then
        assertThat(Files.readAllLines(said)).noneMatch(line -> line.contains("elmstream.service"));
        assertThat(exit).describedAs(Files.readString(said)).isZero();
    }

    @Test
    void shouldRunNamedInstancesWithStateOfTheirOwnOnKubernetes() throws IOException {
        // Given
        JsonNode set = manifest("StatefulSet");
        JsonNode pod = set.at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");

        // When
        Map<String, String> environment = new HashMap<>();
        container
                .get("env")
                .forEach(variable -> environment.put(
                        variable.get("name").asText(), variable.path("value").asText("elmstream-0")));
        Path file = Files.writeString(
                folder.resolve("elmstream.yaml"),
                manifest("ConfigMap").at("/data/elmstream.yaml").asText());
        Configuration configuration = load(file, environment);

        // Then
        assertThat(container.at("/env/0/valueFrom/fieldRef/fieldPath").asText()).isEqualTo("metadata.name");
        assertThat(configuration.instanceId()).contains("elmstream-0");
        assertThat(configuration.http()).contains(new Configuration.HttpAddress("0.0.0.0", 8081));
        Map<String, String> mounts = new HashMap<>();
        container
                .get("volumeMounts")
                .forEach(mount -> mounts.put(
                        mount.get("name").asText(), mount.get("mountPath").asText()));
        assertThat(mounts)
                .containsEntry(
                        set.at("/spec/volumeClaimTemplates/0/metadata/name").asText(),
                        configuration.stateDirectory().toString())
                .containsEntry(pod.at("/volumes/0/name").asText(), "/etc/elmstream");
        assertThat(container.get("args"))
                .extracting(JsonNode::asText)
                .containsExactly("run", "--config", "/etc/elmstream/elmstream.yaml");
    }

    @Test
    void shouldProbeStopAndBoundInstancesOnKubernetes() throws IOException {
        // When
        JsonNode pod = manifest("StatefulSet").at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");

        // Then
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(container.at("/readinessProbe/httpGet/port").asText())
                .isEqualTo(container.at("/ports/0/name").asText());
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(8081);
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        assertThat(pod.get("terminationGracePeriodSeconds").asInt()).isGreaterThan(LONGEST_STOP_SECONDS);
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("USER " + pod.at("/securityContext/runAsUser").asText() + "\n");
    }

    @Test
    void shouldAnswerRequestsWithTheAdditionsOfThePage() throws IOException {
        // Given
        JsonNode container = addition("serve container");
        String variable = container.at("/env/0/name").asText();
        Path file = Files.writeString(
                folder.resolve("elmstream.yaml"),
                manifest("ConfigMap").at("/data/elmstream.yaml").asText() + text("serve configuration"));

        // When
        ServeSettings serve = load(file, Map.of(variable, "secret", "HOME", "/home/someone"))
                .serve()
                .orElseThrow();

        // Then
        assertThat(serve.token()).hasValue("secret");
        assertThat(serve.isLoopback()).isFalse();
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(serve.port());
        assertThat(addition("serve service").at("/spec/ports/0/targetPort")).isEqualTo(container.at("/ports/0/name"));
        assertThat(addition("serve service").at("/spec/selector"))
                .isEqualTo(manifest("StatefulSet").at("/spec/template/metadata/labels"));
    }

    /** The YAML between the lines of a name on the page. */
    private static String text(String name) throws IOException {
        Matcher found = Pattern.compile("<!-- " + name + " -->\n```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE.path()));
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    private static JsonNode addition(String name) throws IOException {
        return new YAMLMapper().readTree(text(name));
    }

    @Test
    void shouldBeginWithAConfigurationWhoseCommentedKeysExist() throws IOException {
        // Given
        String commented = Files.readString(CONFIGURATION);
        Path all = Files.writeString(folder.resolve("all.yaml"), commented.replaceAll("(?m)^#(?! )", ""));

        // When
        Configuration given = load(CONFIGURATION, Map.of("HOME", "/home/someone"));
        Configuration full = load(all, Map.of());

        // Then
        assertThat(given.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(full.instanceId()).contains("elmstream-1");
        assertThat(full.kafka()).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
        assertThat(full.tuning()).isEqualTo(given.tuning());
    }

    private static Configuration load(Path file, Map<String, String> environment) {
        return ConfigurationLoader.load(Optional.of(file), environment, Map.of())
                .configuration();
    }

    private static JsonNode manifest(String kind) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(MANIFEST.toFile())) {
            return documents.readAll().stream()
                    .filter(document -> document.get("kind").asText().equals(kind))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Section to key to values, of which systemd takes more than one for some keys. */
    private static Map<String, Map<String, List<String>>> sections(Path unit) throws IOException {
        Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
        String section = "";
        for (String line : Files.readAllLines(unit)) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.indexOf(']'));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] entry = line.split("=", 2);
                assertThat(entry).describedAs(line).hasSize(2);
                sections.computeIfAbsent(section, any -> new LinkedHashMap<>())
                        .computeIfAbsent(entry[0], any -> new ArrayList<>())
                        .add(entry[1]);
            }
        }
        return sections;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
