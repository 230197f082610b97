package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.Layers;
import io.elmstream.embedded.ChildJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vector form at each width that a processor may have, in a JVM of its own; the bits are the same. */
class VectorWidthTest {

    private static final int ROWS = 67;

    /** Prints the form, the largest difference from the reference, and a hash of the bits of all scores. */
    static final class Scores {
        public static void main(String[] args) {
            ForwardPass pass = ForwardPass.fastest();
            double worst = 0;
            int hash = 0;
            int classes = 3;
            for (int inputs : new int[] {9, 33}) {
                for (HiddenLayer hidden : HiddenKindsTest.layers(inputs).toList()) {
                    // 3, 7 and 11 in turn: one block of classes, two, and more than the registers have sums for
                    classes = classes == 11 ? 3 : classes + 4;
                    Elm elm = Layers.elm(hidden, classes);
                    PackedModel model = PackedModel.pack(elm);
                    float[] rows = Layers.values(ROWS * inputs, 4, 1);
                    float[] scored = new float[ROWS * classes];
                    float[] alone = new float[classes];
                    // often enough for C2 to compile it
                    for (int i = 0; i < 30; i++) {
                        pass.score(model, rows, ROWS, new Workspace(), scored);
                        pass.score(model, rows, 1, new Workspace(), alone);
                        hash = 31 * hash + 7 * Arrays.hashCode(scored) + Arrays.hashCode(alone);
                    }
                    worst = Math.max(worst, difference(elm, rows, scored, classes));
                }
            }
            System.out.println(pass);
            System.out.println(worst);
            System.out.println(hash);
        }

        private static double difference(Elm elm, float[] rows, float[] scored, int classes) {
            int inputs = rows.length / ROWS;
            double worst = 0;
            for (int r = 0; r < ROWS; r++) {
                double[] expected = elm.probabilities(Arrays.copyOfRange(rows, r * inputs, (r + 1) * inputs));
                for (int c = 0; c < classes; c++) {
                    worst = Math.max(worst, Math.abs(expected[c] - scored[r * classes + c]));
                }
            }
            return worst;
        }
    }

    @Test
    void shouldScoreTheSameBitsAtEveryWidth() throws Exception {
        // Given
        List<ChildJvm> children = new ArrayList<>();
        for (String flag : List.of("UseAVX=0", "UseAVX=1", "UseAVX=2", "UseAVX=3")) {
            children.add(ChildJvm.start(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:" + flag), Scores.class));
        }

        // When
        List<String> forms = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        for (ChildJvm child : children) {
            String form = child.line();
            assertThat(Double.parseDouble(child.line())).as(form).isLessThan(1e-4);
            String hash = child.line();
            if (form.contains("vectors")) {
                forms.add(form);
                hashes.add(hash);
            }
        }

        // Then: narrower vectors than 256 bits leave the plain form on x86
        assertThat(forms).isNotEmpty();
        assertThat(hashes).containsOnly(hashes.get(0));
    }
}
