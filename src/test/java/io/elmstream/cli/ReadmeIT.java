package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.embedded.RegistryHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first hour of somebody who takes the README from top to bottom: every command of its blocks, in its order, from a
 * folder with no build and nothing else in it than the samples. {@code local} and {@code run} stay in the background,
 * as in a second terminal.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ReadmeIT {

    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What a test adds to a command: fewer readings, a port that may be free, an end. */
    private static final Map<String, String> ADDED = Map.of(
            "demo", "--readings 600 --rate max",
            "run", "--set http.port=0",
            "watch", "--limit 1");

    private final Map<String, Called> called = new LinkedHashMap<>();
    private final List<Process> background = new ArrayList<>();
    private final Map<String, Path> logs = new LinkedHashMap<>();
    private Path folder;

    @BeforeAll
    void takeTheReadmeFromTopToBottom(@TempDir Path empty) throws Exception {
        folder = empty;
        Path samples = Path.of("src/main/resources/samples");
        Files.createDirectories(folder.resolve(samples));
        Files.copy(samples.resolve("shuttle.csv.gz"), folder.resolve(samples).resolve("shuttle.csv.gz"));
        for (String line : commands()) {
            call(line);
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        for (int i = background.size() - 1; i >= 0; i--) {
            background.get(i).destroy();
            background.get(i).waitFor(60, TimeUnit.SECONDS);
            background.get(i).destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldEndEveryCommandWell() {
        // When, then
        assertThat(called).hasSizeGreaterThan(15).allSatisfy((line, result) ->
                assertThat(result.exit()).as("%s%n%s%n%s", line, result.out(), result.err()).isZero());
    }

    @Test
    void shouldWriteAConfigurationThatNamesTheModel() {
        // When, then
        assertThat(of("config ").out()).contains("models.default: \"shuttle\"", "alerts.labels: [\"Bypass\"");
    }

    @Test
    void shouldSayWhatAnInstanceWaitsFor() throws IOException {
        // When, then
        assertThat(Files.readString(logs.get("run")))
                .contains("inference waits for", "a champion of model shuttle", "all models are ready, inference begins");
    }

    @Test
    void shouldScoreWhatIsFed() {
        // When, then
        assertThat(of("feed ").out()).contains("sent 5,000 readings", "5,000 scored").doesNotContain("dead letters");
        assertThat(of("watch alerts").out()).contains("change=RAISED");
        assertThat(of("dead-letters replay").out()).contains("no dead letters of reason NO_MODEL");
    }

    @Test
    void shouldTryAndPromoteAndTakeBackTheSecondVersion() {
        // When, then
        assertThat(of("model compare").out()).contains("challenger 2 as shadow", "2,000 readings");
        assertThat(of("model wait").out()).contains("version 2 of shuttle is champion");
        assertThat(of("model rollback").out()).contains("in force is version 2 as the champion",
                "version 2 as canary for 10 %", "--to 1");
    }

    @Test
    void shouldPredictWithoutABroker() {
        // When, then
        assertThat(of("dry-run").out().lines()).hasSize(6);
        assertThat(of("evaluate").out()).contains("accuracy");
    }

    private static List<String> commands() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("README.md")));
        List<String> lines = new ArrayList<>();
        while (blocks.find()) {
            blocks.group(1).replace("\\\n", " ").lines()
                    .filter(line -> line.startsWith("./elmstream "))
                    .map(line -> line.substring("./elmstream ".length()))
                    .forEach(lines::add);
        }
        return lines;
    }

    private void call(String line) throws Exception {
        String command = line.split(" ")[0];
        String added = Optional.ofNullable(ADDED.get(command)).map(words -> " " + words).orElse("");
        Path out = folder.resolve("out-" + called.size() + background.size());
        Path err = folder.resolve("err-" + called.size() + background.size());
        Process process = start(line + added, out, err);
        if (command.equals("local") || command.equals("run")) {
            background.add(process);
            logs.put(command, err);
            String last = command.equals("local") ? "stop with Ctrl-C" : "running as";
            Awaitility.await(line).atMost(PATIENCE).until(() -> {
                assertThat(process.isAlive()).as("%s%n%s%n%s", line, Files.readString(out),
                        Files.readString(err)).isTrue();
                return Files.readString(out).contains(last);
            });
            return;
        }
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(line).isTrue();
        } finally {
            process.destroyForcibly();
        }
        called.put(line, new Called(process.exitValue(), Files.readString(out), Files.readString(err)));
    }

    private Process start(String line, Path out, Path err) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--add-modules", "jdk.incubator.vector",
                "-Dlogback.configurationFile=" + Path.of("src/main/resources/logback.xml").toAbsolutePath(),
                "-Delmstream.registry.home=" + RegistryHome.find().folder(),
                "-cp", classPath(), Main.class.getName()));
        words.addAll(List.of(line.split(" +")));
        return new ProcessBuilder(words).directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** The class path of this test, from whatever folder it is used. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Called of(String command) {
        return called.entrySet().stream().filter(entry ->
                entry.getKey().startsWith(command)).findFirst().orElseThrow().getValue();
    }
}
