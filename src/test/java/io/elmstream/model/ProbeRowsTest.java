package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeRowsTest {

    private static final int ROWS = 50;

    /** Rows (0, 0), (1, 1) and so on; the third class begins late. */
    private static final class Rows implements Samples {

        private int passes;

        @Override
        public List<String> featureNames() {
            return List.of("flow", "level");
        }

        @Override
        public List<String> labels() {
            return List.of("ok", "worn", "broken");
        }

        @Override
        public void forEach(Visitor visitor) {
            passes++;
            float[] lent = new float[2];
            for (int i = 0; i < ROWS; i++) {
                Arrays.fill(lent, i);
                visitor.row(lent, i < 40 ? i / 5 % 2 : 2);
            }
        }
    }

    private final Rows rows = new Rows();
    private final ProbeRows probed = new ProbeRows(rows);

    @Test
    void shouldTakeTheFirstRowOfEachClassThenTheFirstOfTheOthers() {
        // When
        Probes probes = probed.of(train());

        // Then
        assertThat(firstFeatures(probes).limit(ProbeRows.MAX_ROWS))
                .containsExactly(0, 5, 40, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    }

    @Test
    void shouldTakeRowsAtTheLimitsOfTheModelToo() {
        // When
        Elm elm = train();
        Probes probes = probed.of(elm);

        // Then
        assertThat(probes.count()).isGreaterThan(ProbeRows.MAX_ROWS).isLessThanOrEqualTo(Probes.MAX_COUNT);
        assertThat(LimitRows.of(elm.standardiser()).stream().map(row -> (int) row[0]))
                .containsAll(
                        firstFeatures(probes).skip(ProbeRows.MAX_ROWS).boxed().toList());
    }

    @Test
    void shouldNeedNoPassOfItsOwn() {
        // When
        probed.of(train());

        // Then
        assertThat(rows.passes).isEqualTo(2);
    }

    @Test
    void shouldHandOnEveryRow() {
        // Given
        float[][] seen = new float[2][ROWS];

        // When
        for (float[] pass : seen) {
            int[] next = {0};
            probed.forEach((features, label) -> pass[next[0]++] = features[0]);
        }

        // Then
        for (float[] pass : seen) {
            assertThat(pass[ROWS - 1]).isEqualTo(ROWS - 1);
        }
    }

    private Elm train() {
        return ElmTrainer.train(
                probed,
                new TrainingPlan(8, Activation.SIGMOID, new ClassWeights.None(), MissingValues.REFUSE, 1, "test"));
    }

    private static IntStream firstFeatures(Probes probes) {
        float[] all = probes.rows();
        return IntStream.range(0, probes.count()).map(i -> (int) all[i * probes.inputs()]);
    }
}
