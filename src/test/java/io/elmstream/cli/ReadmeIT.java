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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first hour of somebody who takes the README from top to bottom: every command of its blocks, in its order, from a
 * folder with no build and nothing else in it than the samples. {@code local} and {@code run} stay in the background,
 * as in a second terminal.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ReadmeIT {

    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What a test adds to a command: fewer readings, a port that may be free, an end. */
    private static final Map<String, String> ADDED = Map.of(
            "demo", "--readings 600 --rate max",
            "run", "--set http.port=0",
            "watch", "--limit 1");

    /** A command in a process of its own, and the files that its output goes to. */
    private record Running(String line, Process process, Path out, Path err) {}

    private final Map<String, Called> called = new LinkedHashMap<>();
    private final List<Running> background = new ArrayList<>();
    private int started;
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
            Process process = background.get(i).process();
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldEndEveryCommandWell() {
        // When, then
        assertThat(called)
                .hasSizeGreaterThan(15)
                .allSatisfy((line, result) -> assertThat(result.exit())
                        .as("%s%n%s%n%s", line, result.out(), result.err())
                        .isZero());
    }

    @Test
    void shouldWriteAConfigurationThatNamesTheModel() {
        // When, then
        assertThat(of("config ").out()).contains("models.default: \"shuttle\"", "alerts.labels: [\"Bypass\"");
    }

    @Test
    void shouldSayWhatAnInstanceWaitsFor() throws IOException {
        // When, then
        assertThat(Files.readString(background.get(1).err()))
                .contains(
                        "inference waits for", "a champion of model shuttle", "all models are ready, inference starts");
    }

    @Test
    void shouldScoreWhatIsFed() {
        // When, then
        assertThat(of("feed ").out())
                .contains("sent 5,000 readings", "5,000 scored")
                .doesNotContain("dead letters");
        assertThat(of("watch alerts").out()).contains("  RAISED  ");
        assertThat(of("dead-letters replay").out()).contains("no dead letters with the reason NO_MODEL");
    }

    @Test
    void shouldTryAndPromoteAndTakeBackTheSecondVersion() {
        // When, then
        assertThat(of("model compare").out()).contains("challenger 2 as shadow", "2,000 readings");
        assertThat(of("model wait").out()).contains("version 2 of shuttle is champion");
        assertThat(of("model rollback").out()).contains("now: champion 2", "version 2 as canary for 10 %", "--to 1");
    }

    @Test
    void shouldPredictWithoutABroker() {
        // When, then
        assertThat(of("dry-run").out().lines()).hasSize(6);
        assertThat(of("evaluate").out()).contains("accuracy");
    }

    @Test
    @Order(1)
    void shouldSayWhyNothingComes() throws Exception {
        // When
        Running watch = start("watch alerts --config elmstream.yaml");

        // Then
        awaitWords(
                watch,
                watch.err(),
                "nothing new on alerts so far: alerts are written on changes only. One is raised when");
        watch.process().destroy();
        ended(watch);
    }

    @Test
    @Order(2)
    void shouldSayHowMuchWasSentWhenItIsStopped() throws Exception {
        // Given
        long before = readings();
        Running feed = start("feed --data src/main/resources/samples/shuttle.csv.gz --label state --rate 20 --config"
                + " elmstream.yaml");
        Awaitility.await().atMost(PATIENCE).until(() -> readings() > before);

        // When
        feed.process().destroy();

        // Then
        assertThat(ended(feed).out())
                .containsPattern("sent %,d readings in [0-9.]+ s, then interrupted: [0-9,]+ scored"
                        .formatted(readings() - before));
    }

    @Test
    @Order(3)
    void shouldStartARegistryAgainThatWasKilled() throws Exception {
        // When
        Running local = background.get(0);
        local.process().toHandle().children().forEach(ProcessHandle::destroyForcibly);

        // Then
        awaitWords(
                local, local.err(), "the registry ended unexpectedly with exit code 137; restarting it with its data");
        awaitWords(local, local.err(), "the registry is back on http://127.0.0.1:");
        Called feed = ended(
                start("feed --data src/main/resources/samples/shuttle.csv.gz --label state --rows 1..10 --rate max"
                        + " --config elmstream.yaml"));
        assertThat(feed.out()).as(feed.err()).contains("10 scored");
    }

    /** How many there are on the topic. */
    private long readings() throws Exception {
        Matcher brokers = Pattern.compile("bootstrap.servers: '(.*)'")
                .matcher(Files.readString(folder.resolve("elmstream.yaml")));
        assertThat(brokers.find()).isTrue();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.group(1)))) {
            Map<TopicPartition, OffsetSpec> ends = admin
                    .describeTopics(List.of("sensor-readings"))
                    .allTopicNames()
                    .get()
                    .get("sensor-readings")
                    .partitions()
                    .stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition("sensor-readings", partition.partition()),
                            any -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static List<String> commands() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("README.md")));
        List<String> lines = new ArrayList<>();
        while (blocks.find()) {
            blocks.group(1)
                    .replace("\\\n", " ")
                    .lines()
                    .filter(line -> line.startsWith("./elmstream "))
                    .map(line -> line.substring("./elmstream ".length()))
                    .forEach(lines::add);
        }
        return lines;
    }

    private void call(String line) throws Exception {
        String command = line.split(" ")[0];
        String added = Optional.ofNullable(ADDED.get(command))
                .map(words -> " " + words)
                .orElse("");
        if (line.startsWith("model compare")) {
            // what was scored last is in the next report of the instance
            Awaitility.await().atMost(PATIENCE).until(() -> {
                called.put(line, ended(start(line)));
                return of("model compare").out().contains("2,000 readings");
            });
            return;
        }
        Running running = start(line + added);
        if (command.equals("local") || command.equals("run")) {
            background.add(running);
            awaitWords(running, running.out(), command.equals("local") ? "stop with Ctrl-C" : "running as");
            return;
        }
        called.put(line, ended(running));
    }

    private static Called ended(Running running) throws Exception {
        try {
            assertThat(running.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(running.line())
                    .isTrue();
        } finally {
            running.process().destroyForcibly();
        }
        return new Called(
                running.process().exitValue(), Files.readString(running.out()), Files.readString(running.err()));
    }

    private static void awaitWords(Running running, Path file, String words) {
        Awaitility.await(running.line()).atMost(PATIENCE).until(() -> {
            assertThat(running.process().isAlive())
                    .as("%s%n%s%n%s", running.line(), Files.readString(running.out()), Files.readString(running.err()))
                    .isTrue();
            return Files.readString(file).contains(words);
        });
    }

    private Running start(String line) throws IOException {
        Path out = folder.resolve("out-" + started);
        Path err = folder.resolve("err-" + started);
        started++;
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dlogback.configurationFile="
                        + Path.of("src/dist/conf/logback.xml").toAbsolutePath(),
                "-Delmstream.registry.home=" + RegistryHome.find().folder(),
                "-cp",
                classPath(),
                Main.class.getName()));
        words.addAll(List.of(line.split(" +")));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Running(line, process, out, err);
    }

    /** The class path of this test, from whatever folder it is used. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Called of(String command) {
        return called.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(command))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
