package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.tables.CsvFile;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableSamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Public streams in their order, where this machine has them; docs/learning.md has the figures of the whole streams.
 */
@EnabledIf("haveStreams")
class OnlineStreamsTest {

    private static final Path STREAMS = Path.of(System.getProperty("streams", "../shared/data/streams"));

    static boolean haveStreams() {
        return Files.isDirectory(STREAMS);
    }

    /** Losing, Hammer, Wersing 2016: fifteen clouds that change places each 3,000 rows. */
    @Test
    void shouldRecoverSoonAfterCloudsHaveChangedPlaces() {
        // Given
        int rows = Integer.getInteger("streams.rows", 15_000);

        // When
        List<Boolean> right = learn("interchanging-rbf", "class", rows);

        // Then
        assertThat(share(right, 0, right.size())).isGreaterThan(0.9);
        for (int drift = 3000; drift + 600 <= rows; drift += 3000) {
            assertThat(rowsTo90Percent(right, drift - 500))
                    .as("rows after the drift at %,d", drift)
                    .isLessThan(500);
        }
    }

    @Test
    void shouldPredictTheWeather() {
        // When
        List<Boolean> right = learn("weather", "target", 18_159);

        // Then
        assertThat(share(right, 0, right.size())).isGreaterThan(0.809);
    }

    /** Returns after how many rows nine of the last ten, of a hundred, were right. */
    private static int rowsTo90Percent(List<Boolean> right, int from) {
        for (int to = from + 100; to < right.size(); to++) {
            if (share(right, to - 100, to) >= 0.9) {
                return to - from;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static double share(List<Boolean> right, int from, int to) {
        return (double) right.subList(from, to).stream().filter(each -> each).count() / (to - from);
    }

    /** Learns with the defaults of the command and returns which rows, from the 501st on, were predicted. */
    private static List<Boolean> learn(String stream, String label, int rows) {
        Table table = Table.of(CsvFile.of(STREAMS.resolve(stream + ".csv.gz")));
        Samples samples = TableSamples.toTrain(table, label, new RowRange(1, rows));
        LayerPlan layer =
                new LayerPlan(List.of(new UnitPlan.Mixed(100, Activation.TANH), new UnitPlan.Radial(100, 0.4f)), true);
        OnlineBasis basis = OnlineBasis.of(
                samples.where(row -> row <= 500),
                new TrainingPlan(layer, new ClassWeights.None(), MissingValues.REFUSE, 1, "test"));
        List<Forgetting> rules = List.of(
                new Forgetting.Never(),
                new Forgetting.ByRows(0.9999),
                new Forgetting.ByRows(0.999),
                new Forgetting.ByRows(0.99),
                new Forgetting.ByRows(0.95));
        List<Boolean> right = new ArrayList<>();
        OnlineLearner learner = new OnlineLearner(
                basis, new OnlinePlan(rules, 0.1, 500, "test"), (own, predicted) -> right.add(own == predicted));
        long[] row = {0};
        samples.forEach((features, own) -> {
            learner.learn(features, own);
            if (++row[0] >= 500 && row[0] % 100 == 0) {
                learner.solve();
            }
        });
        learner.flush();
        return right;
    }
}
