package io.elmstream.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elmstream.cli.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells and manuals are given, read by the programs that they are for, where these are installed. */
class ShellFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void shouldBeReadByItsShell(String shell) throws Exception {
        // Given
        Path script = Files.writeString(
                folder.resolve("completion"), Called.with("completion", shell).out());
        assumeTrue(isInstalled(shell), shell + " is not installed");

        // When, then
        assertThat(run(shell, "-n", script.toString())).isEmpty();
    }

    @Test
    void shouldCompleteCommandsAndOptionsInBash() throws Exception {
        // Given
        Path script = Files.writeString(
                folder.resolve("completion"), Called.with("completion", "bash").out());
        assumeTrue(isInstalled("bash"), "bash is not installed");

        // When
        String commands = completed(script, "elmstream", "mod");
        String subs = completed(script, "elmstream", "model", "rol");
        String options = completed(script, "elmstream", "lag", "--wa");

        // Then
        assertThat(commands).contains("model");
        assertThat(subs).contains("rollback");
        assertThat(options).contains("--watch");
    }

    /** Calls the completion function as bash does when the user presses the tab key. */
    private String completed(Path script, String... words) throws Exception {
        return run(
                "bash",
                "-c",
                "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1)
                        + "; _complete_elmstream; echo \"${COMPREPLY[@]}\"");
    }

    @Test
    void shouldListCommandsOptionsAndValuesForFish() {
        // When
        List<String> lines = Called.with("completion", "fish").lines();

        // Then
        assertThat(lines)
                .contains("complete -c elmstream -f")
                .anyMatch(line -> line.startsWith("complete -c elmstream -n '__elmstream_is' -a model -d '"))
                .anyMatch(line -> line.startsWith("complete -c elmstream -n '__elmstream_is model' -a rollback -d '"))
                .anyMatch(line -> line.startsWith(
                        "complete -c elmstream -n '__elmstream_begins lag' -l config -r -F -d 'the YAML"))
                .anyMatch(line ->
                        line.contains("'__elmstream_begins topology describe' -l format -x -a 'text mermaid' -d"))
                .anyMatch(line -> line.equals("complete -c elmstream -n '__elmstream_begins model inspect' -F"));
    }

    @Test
    void shouldCompleteCommandsOptionsFilesAndValuesInFish() throws Exception {
        // Given
        Path script = Files.writeString(
                folder.resolve("completion"), Called.with("completion", "fish").out());
        Files.writeString(folder.resolve("turbine.elm"), "");
        assumeTrue(isInstalled("fish"), "fish is not installed");

        // When
        String completed = run(
                "fish",
                "-N",
                "-c",
                "cd " + folder + "; source " + script
                        + "; for line in 'model rol' 'alerts clear --wa' 'lag --config tur'"
                        + " 'model inspect tur' 'completion z' 'topology describe --format mer';"
                        + " complete -C\"elmstream $line\"; end");

        // Then
        assertThat(completed.lines().map(line -> line.split("\t")[0]))
                .containsExactly("rollback", "--wait", "turbine.elm", "turbine.elm", "zsh", "mermaid");
    }

    @Test
    void shouldBeAManualPage() throws Exception {
        // Given
        String page = Called.with("man").out();
        Path file = Files.writeString(folder.resolve("elmstream.1"), page);

        // When, then
        assertThat(page)
                .startsWith(".TH \"ELMSTREAM\" \"1\" ")
                .contains(".SS \"elmstream model publish\"", "\\fB\\-\\-config\\fR \\fIFILE\\fR")
                .doesNotContain("${");
        assumeTrue(isInstalled("groff"), "groff is not installed");
        String shown = run("groff", "-man", "-Tutf8", "-ww", "-Wbreak", file.toString());
        assertThat(shown).contains("elmstream model publish").doesNotContain("warning:");
    }

    @Test
    void shouldEscapeWhatMeansSomethingToRoff() {
        // When, then
        assertThat(ManPage.escaped(".hidden -x C:\\dir")).isEqualTo("\\&.hidden \\-x C:\\edir");
        assertThat(ManPage.escaped("'quoted'")).isEqualTo("\\&'quoted'");
    }

    private static boolean isInstalled(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program)) || Files.isExecutable(Path.of("/bin", program));
    }

    private String run(String... words) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }
}
