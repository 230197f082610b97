package io.elmstream.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.SmallModel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unpacks the distribution and runs it with a Java runtime of the modules that its README names, without a compiler.
 */
class DistributionIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern LIBRARY = Pattern.compile("^ {2}[^:]+:(\\S+) ([^:]+): ", Pattern.MULTILINE);
    private static final Pattern MODULES = Pattern.compile("jlink --add-modules (\\S+)");
    private static final String DATA =
            "--data " + Path.of("src/main/resources/samples/shuttle.csv.gz").toAbsolutePath() + " --label state";

    @TempDir
    static Path folder;

    private static final List<TarArchiveEntry> ENTRIES = new ArrayList<>();
    private static Path home;

    private record Run(int exit, String output, String errors) {}

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = archive();
        try (InputStream in = Files.newInputStream(archive);
                var tar = new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                ENTRIES.add(entry);
            }
        }
        int exit = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        home = folder.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
        Matcher modules = MODULES.matcher(Files.readString(home.resolve("README.md")));
        assertThat(modules.find()).isTrue();
        StringWriter said = new StringWriter();
        int linked = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        new PrintWriter(said, true),
                        new PrintWriter(said, true),
                        "--add-modules",
                        modules.group(1),
                        "--output",
                        folder.resolve("jre").toString());
        assertThat(linked).describedAs(said.toString()).isZero();
    }

    @Test
    void shouldHoldTheLibrariesOfTheNotice() throws IOException {
        // When
        Stream<String> named = LIBRARY.matcher(Files.readString(home.resolve("NOTICE")))
                .results()
                .map(library -> library.group(1) + "-" + library.group(2) + ".jar");

        // Then
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(named, Stream.of(home.getFileName() + ".jar"))
                            .toList());
        }
    }

    @Test
    void shouldHoldTheJarForDevices() {
        // When / Then
        assertThat(home.resolve("edge/elmstream-edge.jar"))
                .hasSameBinaryContentAs(Path.of("target/elmstream-edge.jar"));
    }

    @Test
    void shouldBeTheSameFromTheSameSource() {
        // When, then
        assertThat(ENTRIES)
                .allSatisfy(entry -> assertThat(entry.getLastModifiedTime())
                        .isEqualTo(ENTRIES.get(0).getLastModifiedTime()))
                .allSatisfy(entry -> assertThat(entry.getLongUserId()).isZero())
                .allSatisfy(entry -> assertThat(entry.getMode() & 0777)
                        .describedAs(entry.getName())
                        .isEqualTo(entry.isDirectory() || entry.getName().endsWith("bin/elmstream") ? 0755 : 0644));
    }

    @Test
    void shouldTrainAndPredictWithoutACluster() throws Exception {
        // When
        Run train =
                elmstream("train " + DATA + " --rows 1..3000 --model shuttle --version 1 --hidden 50 --out s-1.elm");
        Run inspect = elmstream("model inspect s-1.elm");
        Run evaluate = elmstream("evaluate --model s-1.elm " + DATA + " --rows 3001..4000");
        Run dryRun = elmstream("dry-run --readings " + DATA.split(" ")[1] + " --rows 1..5 --model s-1.elm");

        // Then
        assertThat(List.of(train, inspect, evaluate, dryRun))
                .allSatisfy(
                        run -> assertThat(run.exit()).describedAs(run.errors()).isZero());
        assertThat(inspect.output()).contains("shuttle");
        assertThat(evaluate.output()).contains("accuracy");
        assertThat(dryRun.output().lines()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "local --config-out x.yaml", "bench kernel"})
    void shouldSayInOneLineWhatItDoesNotHold(String command) throws Exception {
        // When
        Run run = elmstream(command);

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.errors().lines())
                .describedAs(run.errors())
                .singleElement()
                .asString()
                .contains("is not part of this installation");
    }

    @Test
    void shouldServeReadingsOfACluster() throws Exception {
        try (EmbeddedKafka kafka = new EmbeddedKafka()) {
            // Given
            Files.writeString(
                    folder.resolve("cluster.yaml"),
                    Files.readString(home.resolve("conf/elmstream.yaml"))
                                    .replace("localhost:9092", kafka.bootstrapServers())
                                    .replace("http://localhost:8080/apis/registry/v3", kafka.registryUrl())
                            + "models.default: shuttle\nstate.dir: state\nhttp.port: 0\ntopics.create: true\n");
            Files.write(folder.resolve("c.elm"), SmallModel.artefact(1));
            Process instance = start("run --config cluster.yaml", "instance");
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() ->
                                Files.readString(folder.resolve("instance.out")).contains("running as"));

                // When
                Run publish = elmstream("model publish c.elm --activate --timeout 3m --config cluster.yaml");
                Run feed = elmstream("feed " + DATA + " --rows 501..600 --rate max --wait 3m --config cluster.yaml");
                instance.toHandle().destroy();

                // Then
                assertThat(List.of(publish, feed))
                        .allSatisfy(run ->
                                assertThat(run.exit()).describedAs(run.errors()).isZero());
                assertThat(feed.output()).contains("100 scored");
                Awaitility.await().atMost(PATIENCE).until(() -> !instance.isAlive());
                assertThat(instance.exitValue()).isEqualTo(143);
            } finally {
                instance.destroyForcibly().onExit().join();
            }
        }
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("elmstream-.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("target has no distribution; mvn package makes it"));
        }
    }

    private static Run elmstream(String command) throws IOException, InterruptedException {
        int exit = start(command, "command").waitFor();
        return new Run(
                exit, Files.readString(folder.resolve("command.out")), Files.readString(folder.resolve("command.err")));
    }

    private static Process start(String command, String name) throws IOException {
        List<String> words =
                new ArrayList<>(List.of(home.resolve("bin/elmstream").toString()));
        words.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(variable -> variable.matches("HOME|J.*OPTIONS|.*_OPTS|ELMSTREAM_.*"));
        builder.environment().put("JAVA_HOME", folder.resolve("jre").toString());
        return builder.start();
    }
}
