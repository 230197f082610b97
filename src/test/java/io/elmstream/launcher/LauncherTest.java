package io.elmstream.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs a copy of the launcher in a folder of its own, with scripts in the place of the JDKs and of Maven. */
class LauncherTest {
    private static final List<String> TOOLS =
            List.of("sed", "find", "head", "dirname", "readlink", "cat", "mkdir", "mv");

    @TempDir
    Path folder;

    private Path project;
    private Path source;
    private Path launcher;

    private record Run(int exit, String output, String errors) {}

    @BeforeEach
    void prepareProject() throws IOException {
        project = Files.createDirectories(folder.resolve("the project"));
        launcher = Files.copy(Path.of("elmstream"), project.resolve("elmstream"));
        Path shared = Path.of("src/dist/bin/jvm.sh");
        Files.createDirectories(project.resolve(shared).getParent());
        Files.copy(shared, project.resolve(shared));
        source = project.resolve("src/main/java/Main.java");
        for (Path file : List.of(
                source,
                project.resolve("src/bench/java/Bench.java"),
                project.resolve("pom.xml"),
                project.resolve("schemas/Reading.avsc"),
                project.resolve("topology/topics.yaml"))) {
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        for (String tool : TOOLS) {
            Files.createDirectories(folder.resolve("bin"));
            script(folder.resolve("bin").resolve(tool), "exec " + toolOfThisMachine(tool) + " \"$@\"");
        }
        maven("mkdir -p target/registry; echo built > target/elmstream.jar; echo built > target/elmstream-bench.jar;"
                + " mkdir -p lib; echo a > lib/a.jar; echo b > lib/b.jar;"
                + " echo lib/a.jar > target/classpath; echo lib/b.jar > target/classpath.broker");
    }

    @Test
    void shouldTakeTheJdkOfJavaHomeThoughThereIsANewerOne() throws Exception {
        // Given
        Path wished = jdk("wished", "17.0.1");
        jdk(".sdkman/candidates/java/newer", "99.0.1");

        // When
        Run run = launch(launcher, Map.of("JAVA_HOME", wished.toString()), "demo");

        // Then
        assertThat(run.output()).startsWith("java 17.0.1\n");
    }

    @Test
    void shouldTakeTheNewestJdkThatItFinds() throws Exception {
        // Given
        jdk(".sdkman/candidates/java/a", "98.0.1");
        jdk(".jdks/b", "99");
        jdk(".sdkman/candidates/java/c", "1.8.0_1");

        // When
        Run run = launch(launcher, Map.of(), "demo");

        // Then
        assertThat(run.output()).startsWith("java 99\n");
    }

    @Test
    void shouldSayThatItPassesOverAJavaHomeThatIsTooOld() throws Exception {
        // Given
        Path old = jdk("old", "11.0.2");
        jdk(".jdks/new", "99.0.1");

        // When
        Run run = launch(launcher, Map.of("JAVA_HOME", old.toString()), "demo");

        // Then
        assertThat(run.output()).startsWith("java 99.0.1\n");
        assertThat(run.errors()).contains("JAVA_HOME=" + old + " is not JDK 17 or newer");
    }

    @Test
    void shouldPassArgumentsAndExitCodeThroughFromElsewhereAndThroughALink() throws Exception {
        // Given
        Path jdk = jdk("jdk", "17.0.1");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("the project", "elmstream"));

        // When
        Run run = launch(link, Map.of("JAVA_HOME", jdk.toString(), "EXIT", "2"), "train", "--data", "a file.csv", "");

        // Then
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.output()).endsWith("\n<io.elmstream.cli.Main>\n<train>\n<--data>\n<a file.csv>\n<>\n");
        assertThat(run.output())
                .contains(
                        "<" + project.toRealPath() + "/target/elmstream.jar:" + project.toRealPath()
                                + "/target/elmstream-bench.jar:lib/a.jar:lib/b.jar>",
                        "<-Delmstream.registry.home=" + project.toRealPath() + "/target/registry>");
    }

    @Test
    void shouldGiveEachJvmOnlyTheFlagsItKnows() throws Exception {
        // Given
        Path old = jdk("old", "17.0.1");
        Path young = jdk("young", "25.0.1");

        // When
        Run onOld = launch(launcher, Map.of("JAVA_HOME", old.toString()), "demo");
        Run onYoung = launch(launcher, Map.of("JAVA_HOME", young.toString(), "JAVA_OPTS", "-Xmx2g -ea"), "demo");

        // Then
        assertThat(onOld.output()).contains("<jdk.incubator.vector>").doesNotContain("unsafe");
        assertThat(onYoung.output()).contains("<--sun-misc-unsafe-memory-access=allow>", "<-Xmx2g>\n<-ea>");
    }

    @Test
    void shouldKeepTheJvmsWarningsAwayAndNotWhatTheProgramSays() throws Exception {
        // Given
        Path jdk = jdk("jdk", "17.0.1");
        script(
                jdk.resolve("bin/java"),
                "echo 'WARNING: Using incubator modules' >&2; [ -n \"${JAVA_OPTS:-}\" ] || echo 'no broker' >&3;"
                        + " exit 3");

        // When
        Run run = launch(launcher, Map.of("JAVA_HOME", jdk.toString()), "demo");
        Run again = launch(launcher, Map.of("JAVA_HOME", jdk.toString()), "demo");
        Run withFlags = launch(launcher, Map.of("JAVA_HOME", jdk.toString(), "JAVA_OPTS", "-Xmx2"), "demo");

        // Then
        assertThat(run.exit()).isEqualTo(3);
        assertThat(again.errors()).isEqualTo("no broker\n");
        assertThat(withFlags.errors()).isEqualTo("WARNING: Using incubator modules\n");
    }

    @Test
    void shouldRunWhereStderrIsClosed() throws Exception {
        // Given
        Path jdk = jdk("jdk", "17.0.1");

        // When
        Run run = launch(
                Path.of("/bin/sh"),
                Map.of("JAVA_HOME", jdk.toString(), "EXIT", "4"),
                "-c",
                "exec \"$0\" demo 2>&-",
                launcher.toString());

        // Then
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.output()).startsWith("java 17.0.1\n");
    }

    @Test
    void shouldReadArgumentsInUtf8WhereTheLocaleKnowsAsciiAlone() throws Exception {
        // Given
        Path jdk = jdk("jdk", "17.0.1");
        script(jdk.resolve("bin/java"), "echo \"<${LC_ALL:-}>\"");

        // When
        Run none = launch(launcher, Map.of("JAVA_HOME", jdk.toString()), "demo");
        Run ascii = launch(launcher, Map.of("JAVA_HOME", jdk.toString(), "LC_ALL", "C"), "demo");
        Run other = launch(launcher, Map.of("JAVA_HOME", jdk.toString(), "LC_ALL", "de_DE.UTF-8"), "demo");

        // Then
        assertThat(none.output() + ascii.output() + other.output()).isEqualTo("<C.UTF-8>\n<C.UTF-8>\n<de_DE.UTF-8>\n");
    }

    @Test
    void shouldReadArgumentsInUtf8WhereTheLocaleIsNotInstalled() throws Exception {
        // Given
        Path jdk = jdk("jdk", "17.0.1");
        script(jdk.resolve("bin/java"), "echo \"<${LC_ALL:-}>\"");
        script(
                folder.resolve("bin/locale"),
                "case $LC_ALL in de_DE.UTF-8) echo UTF-8 ;; *) echo 'cannot set' >&2; echo ANSI_X3.4-1968 ;; esac");

        // When
        Run installed = launch(launcher, Map.of("JAVA_HOME", jdk.toString(), "LC_ALL", "de_DE.UTF-8"), "demo");
        Run missing = launch(launcher, Map.of("JAVA_HOME", jdk.toString(), "LC_ALL", "tr_TR.UTF-8"), "demo");

        // Then
        assertThat(installed.output() + missing.output()).isEqualTo("<de_DE.UTF-8>\n<C.UTF-8>\n");
        assertThat(missing.errors()).isEmpty();
    }

    @Test
    void shouldBuildAgainWhenALibraryIsGone() throws Exception {
        // Given
        Map<String, String> environment =
                Map.of("JAVA_HOME", jdk("jdk", "17.0.1").toString());
        launch(launcher, environment);
        Files.delete(project.resolve("lib/b.jar"));

        // When
        Run run = launch(launcher, environment);

        // Then
        assertThat(run.errors()).contains("building");
        assertThat(project.resolve("lib/b.jar")).exists();
    }

    @Test
    void shouldBuildOnceAndAgainWhenASourceIsNewer() throws Exception {
        // Given
        Map<String, String> environment =
                Map.of("JAVA_HOME", jdk("jdk", "17.0.1").toString());

        // When
        Run first = launch(launcher, environment);
        Run second = launch(launcher, environment);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        Run third = launch(launcher, environment);

        // Then
        assertThat(first.errors()).contains("building");
        assertThat(second.errors()).isEmpty();
        assertThat(third.errors()).contains("building");
    }

    @Test
    void shouldShowWhatMavenSaidWhenTheBuildFails() throws Exception {
        // Given
        maven("echo 'no such symbol'; exit 1");

        // When
        Run run = launch(launcher, Map.of("JAVA_HOME", jdk("jdk", "17.0.1").toString()), "demo");

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains("no such symbol", "the build failed");
    }

    @Test
    void shouldSayThatMavenIsMissing() throws Exception {
        // Given
        Files.delete(folder.resolve("bin/mvn"));

        // When
        Run run = launch(launcher, Map.of("JAVA_HOME", jdk("jdk", "17.0.1").toString()), "demo");

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.errors()).contains("mvn is not on the PATH");
    }

    @Test
    void shouldRunTheDistributionThroughALinkWithAJreThatHasNoCompiler() throws Exception {
        // Given
        Path jre = jdk("jre", "17.0.1");
        Files.delete(jre.resolve("bin/javac"));
        Path home = distribution("opt/elmstream 1");
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("bin/elmstream"));

        // When
        Run run = launch(
                link,
                Map.of("JAVA_HOME", jre.toString(), "HEAP_OPTS", "-Xms1g -Xmx2g", "JAVA_OPTS", "-ea", "EXIT", "1"),
                "run",
                "--config",
                "a file.yaml");

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output())
                .startsWith("java 17.0.1\n<-Xms1g>\n<-Xmx2g>\n")
                .contains("<-Dlogback.configurationFile=" + home.toRealPath() + "/conf/logback.xml>\n<-ea>\n")
                .endsWith("\n<-cp>\n<" + home.toRealPath() + "/lib/*>\n<io.elmstream.cli.Main>\n<run>\n<--config>\n"
                        + "<a file.yaml>\n");
    }

    @ParameterizedTest
    @CsvSource({
        "opt/no jar, elmstream-1.jar, 'no jar/lib/elmstream-*.jar, a part of this distribution'",
        "opt/a:b, , 'a:b contains a colon'"
    })
    void shouldSayWhyTheDistributionCannotStart(String name, @Nullable String deleted, String reason) throws Exception {
        // Given
        Path home = distribution(name);
        if (deleted != null) {
            Files.delete(home.resolve("lib").resolve(deleted));
        }
        Path jdk = jdk("jdk", "17.0.1");

        // When
        Run run = launch(home.resolve("bin/elmstream"), Map.of("JAVA_HOME", jdk.toString()), "--version");

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains(reason);
    }

    @Test
    void shouldSayWhichJreTheDistributionNeeds() throws Exception {
        // Given
        Path old = jdk("old", "11.0.2");

        Path home = distribution("opt/elmstream");

        // When
        Run run = launch(home.resolve("bin/elmstream"), Map.of("JAVA_HOME", old.toString()), "--version");

        // Then
        assertThat(run.errors()).contains("JAVA_HOME=" + old + " is not JRE 17 or newer");
    }

    @Test
    void shouldGiveATrainingMostOfTheMemory() throws Exception {
        // Given
        Path jdk = jdk("jdk", "17.0.1");
        Map<String, String> home = Map.of("JAVA_HOME", jdk.toString());
        Map<String, String> wished = Map.of("JAVA_HOME", jdk.toString(), "HEAP_OPTS", "-Xmx3g");

        // When / Then
        assertThat(launch(launcher, home, "train", "--hidden", "9").output()).contains("<-XX:MaxRAMPercentage=60>");
        assertThat(launch(launcher, home, "model", "quantize", "a.elm").output())
                .contains("<-XX:MaxRAMPercentage=60>");
        assertThat(launch(launcher, home, "run").output()).contains("<-Xmx768m>");
        assertThat(launch(launcher, home, "model", "status").output()).contains("<-Xmx768m>");
        assertThat(launch(launcher, home).output()).contains("<-Xmx768m>");
        assertThat(launch(launcher, wished, "train").output())
                .contains("<-Xmx3g>")
                .doesNotContain("MaxRAMPercentage");
    }

    private Run launch(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", folder.resolve("bin").toString(), "HOME", folder.toString()));
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        return new Run(exit, Files.readString(output), Files.readString(errors));
    }

    private Path distribution(String name) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (String file : List.of("bin/elmstream", "bin/jvm.sh")) {
            Files.copy(Path.of("src/dist", file), home.resolve(file));
        }
        Files.createFile(Files.createDirectories(home.resolve("lib")).resolve("elmstream-1.jar"));
        return home;
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "exit 1");
        script(home.resolve("bin/java"), "echo 'java " + version + "'; printf '<%s>\\n' \"$@\"; exit ${EXIT:-0}");
        return home;
    }

    private void maven(String body) throws IOException {
        script(folder.resolve("bin/mvn"), body);
    }

    private static void script(Path file, String body) throws IOException {
        Files.write(file, List.of("#!/bin/sh", body), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Path toolOfThisMachine(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .map(each -> Path.of(each, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
