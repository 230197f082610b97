package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardPassChoiceTest {

    /** Prints the choice, in a JVM of its own. */
    static final class Chosen {
        public static void main(String[] args) {
            System.out.println(ForwardPass.choice().reason());
        }
    }

    @Test
    void shouldTakeVectorsWhereTheModuleIsThere() throws Exception {
        assertThat(choiceWith("--add-modules", "jdk.incubator.vector")).contains("-bit vectors");
    }

    @Test
    void shouldSayHowToGetTheModuleWhereItIsMissing() throws Exception {
        assertThat(choiceWith()).contains("plain Java", "--add-modules jdk.incubator.vector");
    }

    @Test
    void shouldStayPlainWithoutC2() throws Exception {
        assertThat(choiceWith("--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1"))
                .contains("plain Java", "C2");
    }

    @Test
    void shouldStayPlainWhereATestAsksForIt() throws Exception {
        assertThat(choiceWith("--add-modules", "jdk.incubator.vector", "-D" + ForwardPass.FORCE_PLAIN + "=true"))
                .contains("plain Java", ForwardPass.FORCE_PLAIN);
    }

    private static String choiceWith(String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Chosen.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
