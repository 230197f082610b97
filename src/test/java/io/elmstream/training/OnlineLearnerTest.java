package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Online learning against a ridge regression of the same rows with the weights that they ought to have. */
class OnlineLearnerTest {

    private static final Blobs BLOBS = new Blobs(4, 3, 700, 5);
    private static final double RIDGE = 0.1;
    private static final OnlineLearner.Judge NOBODY = (label, predicted) -> {};
    private static final TrainingPlan PLAN = new TrainingPlan(
            LayerPlan.of(new UnitPlan.Mixed(60, Activation.TANH)),
            new ClassWeights.None(),
            MissingValues.REFUSE,
            7,
            "test");

    private record Row(float[] features, int label) {}

    @Test
    void shouldEqualBatchRidgeWithoutForgetting() {
        // Given
        OnlineLearner learner = learner(BLOBS, new Forgetting.Never());
        HiddenMap map =
                new HiddenMap(learner.basis().standardiser(), learner.basis().hidden());
        NormalEquations equations = new NormalEquations(map, new double[] {1, 1, 1});
        BLOBS.forEach(equations);

        // When
        BLOBS.forEach(learner::learn);
        learner.solve();

        // Then
        DMatrixRMaj batch = new RidgePath(equations.gram(), equations.right()).beta(RIDGE);
        assertClose(exact(learner), byClass(batch), 1e-9);
    }

    @Test
    void shouldGiveTheModelOfATrainer() {
        // Given
        Elm trained = ElmTrainer.train(BLOBS, PLAN);
        double ridge = trained.provenance().lambda();
        OnlinePlan plan = new OnlinePlan(List.of(new Forgetting.Never()), ridge, 500, "test");
        OnlineLearner learner = new OnlineLearner(OnlineBasis.of(trained), plan, NOBODY);

        // When
        BLOBS.forEach(learner::learn);
        learner.solve();

        // Then
        Elm elm = learner.elm("test");
        float[] expected = trained.beta();
        float[] beta = elm.beta();
        double largest = IntStream.range(0, beta.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .max()
                .orElseThrow();
        for (int i = 0; i < beta.length; i++) {
            assertThat((double) beta[i]).isCloseTo(expected[i], within(1e-6 * largest));
        }
        assertThat(OnlineBasis.of(BLOBS, PLAN)).isEqualTo(OnlineBasis.of(trained));
        assertThat(elm.provenance().rows()).isEqualTo(BLOBS.rows());
        assertThat(elm.provenance().lambda()).isEqualTo(ridge);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 100})
    void shouldNotDependOnHowRowsAreGrouped(int group) {
        // Given
        OnlineLearner whole = learner(BLOBS, new Forgetting.Never());
        OnlineLearner grouped = learner(BLOBS, new Forgetting.Never());

        // When
        BLOBS.forEach(whole::learn);
        int[] rows = {0};
        BLOBS.forEach((features, label) -> {
            grouped.learn(features, label);
            if (++rows[0] % group == 0) {
                grouped.flush();
            }
        });

        // Then
        assertThat(exact(grouped)).isDeepEqualTo(exact(whole));
    }

    @Property(tries = 20)
    void shouldWeighRowsByTheirAge(@ForAll @Scale(4) @DoubleRange(min = 0.8, max = 0.9999) double factor) {
        // Given
        OnlineLearner learner = learner(BLOBS, new Forgetting.ByRows(factor));
        List<Row> rows = rows(BLOBS);
        double[] weights = IntStream.range(0, rows.size())
                .mapToDouble(i -> Math.pow(factor, rows.size() - 1 - i))
                .toArray();

        // When
        rows.forEach(row -> learner.learn(row.features, row.label));

        // Then
        assertClose(exact(learner), weighted(learner, rows, weights), 1e-7);
    }

    @Test
    void shouldWeighLateRowsAsIfTheyHadComeInTime() {
        // Given
        OnlineLearner learner = learner(BLOBS, new Forgetting.ByTime(Duration.ofMinutes(10)));
        List<Row> rows = rows(BLOBS);
        SplittableRandom random = new SplittableRandom(3);
        long[] seconds = random.longs(rows.size(), 0, 7200).toArray();
        long newest = Arrays.stream(seconds).max().orElseThrow();
        double[] weights = Arrays.stream(seconds)
                .mapToDouble(second -> Math.pow(0.5, (newest - second) / 600.0))
                .toArray();

        // When
        for (int i = 0; i < rows.size(); i++) {
            learner.learn(rows.get(i).features, rows.get(i).label, 1, Instant.ofEpochSecond(seconds[i]));
        }

        // Then
        assertClose(exact(learner), weighted(learner, rows, weights), 1e-7);
    }

    @Property(tries = 10)
    void shouldTakeRowsOut(
            @ForAll @Scale(4) @DoubleRange(min = 0.99, max = 0.9999) double factor,
            @ForAll @IntRange(min = 1, max = 5) int nth) {
        // Given
        OnlineLearner learner = learner(BLOBS, new Forgetting.ByRows(factor));
        List<Row> rows = rows(BLOBS);
        IntPredicate out = i -> i % 5 < nth && i < 400;
        double[] weights = IntStream.range(0, rows.size())
                .mapToDouble(i -> out.test(i) ? 0 : Math.pow(factor, rows.size() - 1 - i))
                .toArray();

        // When
        rows.forEach(row -> learner.learn(row.features, row.label));
        for (int i = 0; i < rows.size(); i++) {
            if (out.test(i)) {
                learner.takeOut(rows.get(i).features, rows.get(i).label, 1, Instant.EPOCH, rows.size() - 1 - i);
            }
        }

        // Then
        assertClose(exact(learner), weighted(learner, rows, weights), 1e-6);
        assertThat(learner.rows())
                .isEqualTo(Arrays.stream(weights).filter(weight -> weight > 0).count());
    }

    @Test
    void shouldAddAClassThatAppears() {
        // Given
        List<Row> rows = rows(BLOBS);
        List<Row> first = rows.stream().filter(row -> row.label < 2).toList();
        List<Row> then = rows.stream().filter(row -> row.label == 2).toList();
        OnlineBasis all = OnlineBasis.of(BLOBS, PLAN);
        OnlineBasis two =
                new OnlineBasis(all.featureNames(), all.labels().subList(0, 2), all.standardiser(), all.hidden());
        OnlineLearner growing = new OnlineLearner(two, plan(new Forgetting.ByRows(0.995)), NOBODY);
        OnlineLearner knowing = new OnlineLearner(all, plan(new Forgetting.ByRows(0.995)), NOBODY);

        // When
        first.forEach(row -> growing.learn(row.features, row.label));
        growing.solve();
        int added = growing.addClass("class2");
        then.forEach(row -> growing.learn(row.features, added));
        first.forEach(row -> knowing.learn(row.features, row.label));
        then.forEach(row -> knowing.learn(row.features, row.label));

        // Then
        assertClose(exact(growing), exact(knowing), 1e-9);
        growing.solve();
        assertThat(growing.elm("test").labels()).containsExactly("class0", "class1", "class2");
    }

    private enum Extreme {
        ZEROS,
        CONSTANT,
        HUGE,
        JUMPING;

        float at(int row) {
            return switch (this) {
                case ZEROS -> 0;
                case CONSTANT -> 7;
                case HUGE -> 1e30f;
                case JUMPING -> row % 2 == 0 ? 1e30f : -1e-30f;
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Extreme.class)
    void shouldStayBoundedOverManyRows(Extreme rows) {
        // Given
        OnlineBasis basis = OnlineBasis.of(
                new Blobs(2, 2, 100, 1),
                new TrainingPlan(
                        LayerPlan.of(new UnitPlan.Mixed(3, Activation.RELU)),
                        new ClassWeights.None(),
                        MissingValues.REFUSE,
                        1,
                        "test"));
        OnlinePlan plan = new OnlinePlan(
                List.of(new Forgetting.ByRows(0.9), new Forgetting.ByRows(1e-9), new Forgetting.Never()),
                1e-12,
                100,
                "test");
        OnlineLearner learner = new OnlineLearner(basis, plan, NOBODY);
        new Blobs(2, 2, 100, 1).forEach(learner::learn);

        // When
        float[] features = new float[2];
        int count = rows == Extreme.JUMPING ? 1_000_000 : 100_000;
        for (int i = 0; i < count; i++) {
            Arrays.fill(features, rows.at(i));
            learner.learn(features, i % 3 == 0 ? 0 : 1);
        }
        learner.solve();

        // Then
        learner.rules()
                .forEach(rule -> assertThat(Arrays.stream(rule.weights().beta()).flatMapToDouble(Arrays::stream))
                        .allSatisfy(weight -> assertThat(Math.abs(weight)).isLessThanOrEqualTo(1e6)));
        new Blobs(2, 2, 1000, 2).forEach(learner::learn);
        learner.solve();
        assertThat(accuracy(learner.elm("test"), new Blobs(2, 2, 100, 3)))
                .as("after ordinary rows")
                .isGreaterThan(0.95);
    }

    @Test
    void shouldLetTheRuleWithTheFewestRecentErrorsServe() {
        // Given
        OnlineLearner learner = learner(BLOBS, new Forgetting.Never(), new Forgetting.ByRows(0.98));
        long[] wrong = new long[2];
        OnlineLearner judged = new OnlineLearner(learner.basis(), learner.plan(), (label, predicted) -> {
            wrong[0] += label == predicted ? 0 : 1;
            wrong[1]++;
        });

        // When
        learn(judged, rows(BLOBS), 0);
        learn(judged, rows(BLOBS), 1);

        // Then
        assertThat(judged.serving()).contains(new Forgetting.ByRows(0.98));
        assertThat(wrong[1]).as("rows after the first solution").isEqualTo(2L * BLOBS.rows() - 10);
        assertThat(wrong[0]).isBetween(1L, 150L);
        assertThat(judged.recent().accuracy()).isGreaterThan(0.8);
    }

    private static void learn(OnlineLearner learner, List<Row> rows, int shift) {
        for (int i = 0; i < rows.size(); i++) {
            learner.learn(rows.get(i).features, (rows.get(i).label + shift) % 3);
            if (i % 10 == 9) {
                learner.solve();
            }
        }
    }

    @Test
    void shouldPredictWithTheModelThatItStartsFrom() {
        // Given
        Elm trained = ElmTrainer.train(BLOBS, PLAN);
        List<Integer> right = new ArrayList<>();
        OnlineLearner learner =
                new OnlineLearner(OnlineBasis.of(trained), plan(new Forgetting.ByRows(0.98)), (label, predicted) -> {
                    if (label == predicted) {
                        right.add(label);
                    }
                });

        // When
        learner.startFrom(trained);
        learn(learner, rows(BLOBS), 0);

        // Then
        assertThat(right).hasSize(BLOBS.rows());
        assertThat(learner.serving()).as("no rule is better").isEmpty();
        assertThat(learner.elm("test").beta()).isEqualTo(trained.beta());
        learn(learner, rows(BLOBS), 1);
        assertThat(learner.serving()).as("the classes have changed places").contains(new Forgetting.ByRows(0.98));
    }

    @ParameterizedTest
    @CsvSource({
        "never, never",
        "0.99, 'factor 0.99, half-life 69 rows'",
        "1rows, 'factor 0.5, half-life 1 rows'",
        "500ms, half-life PT0.5S",
        "90s, half-life PT1M30S",
        "5m, half-life PT5M",
        "12h, half-life PT12H"
    })
    void shouldReadRulesOfForgetting(String text, String description) {
        // When, then
        assertThat(Forgetting.of(text).description()).isEqualTo(description);
    }

    @Test
    void shouldSolveElsewhereWhatItLearntSoFar() {
        // Given
        OnlineLearner there = learner(BLOBS, new Forgetting.Never(), new Forgetting.ByRows(0.99));
        OnlineLearner here = learner(BLOBS, new Forgetting.Never(), new Forgetting.ByRows(0.99));
        List<Row> rows = rows(BLOBS);
        rows.subList(0, 300).forEach(row -> there.learn(row.features, row.label));
        rows.subList(0, 300).forEach(row -> here.learn(row.features, row.label));

        // When
        SumsToSolve sums = there.toSolve();
        rows.subList(300, 700).forEach(row -> there.learn(row.features, row.label));
        int added = there.addClass("new");
        there.learn(rows.get(0).features, added);
        SumsToSolve.Solution solution = sums.solve();
        there.accept(solution);
        here.solve();

        // Then
        assertThat(solution.rows()).isEqualTo(300);
        assertThat(there.elm("test").beta()).isEqualTo(here.elm("test").beta());
        assertThat(there.elm("test").labels()).doesNotContain("new");
        assertThat(there.rows()).isEqualTo(701);
        there.solve();
        assertThat(there.elm("test").labels()).endsWith("new");
        assertThatThrownBy(() -> here.accept(solution)).hasMessage("the solution is that of another learner");
    }

    @Test
    void shouldCompareItsRulesWithANewStartByTheSameRows() {
        // Given
        Elm trained = ElmTrainer.train(BLOBS, PLAN);
        OnlineLearner learner = new OnlineLearner(OnlineBasis.of(trained), plan(new Forgetting.ByRows(0.98)), NOBODY);
        learner.startFrom(trained);
        learn(learner, rows(BLOBS), 1);
        assertThat(learner.serving()).isPresent();
        assertThat(learner.errorsOfStart().orElseThrow()).isGreaterThan(learner.errorsOfRules());
        Elm better = learner.elm("test");

        // When
        learner.startFrom(better);

        // Then
        assertThat(learner.errorsOfStart()).contains(1.0);
        assertThat(learner.errorsOfRules()).isEqualTo(1);
        learner.solve();
        assertThat(learner.serving()).as("no row tells them apart").isEmpty();
        learn(learner, rows(BLOBS), 2);
        assertThat(learner.serving()).as("the classes have changed again").isPresent();
    }

    @Test
    void shouldRefuseWhatItCannotLearn() {
        // Given
        OnlineLearner learner = learner(BLOBS, new Forgetting.Never());
        float[] row = {1, 2, 3, 4};

        // Then
        assertThatThrownBy(() -> learner.learn(new float[] {1, Float.NaN, 3, 4}, 0))
                .hasMessage("feature 1 is NaN, must be a finite number");
        assertThatThrownBy(() -> learner.learn(row, 3)).hasMessage("label is 3, must be from 0 to 2");
        assertThatThrownBy(() -> learner.learn(row, 0, -1, Instant.EPOCH))
                .hasMessage("weight is -1.0, must be above 0 and up to 1000000.0");
        assertThatThrownBy(() -> learner.addClass("class0")).hasMessage("there is a class \"class0\" already");
        assertThatThrownBy(() -> learner.elm("test")).isInstanceOf(TrainingException.class);
        assertThat(learner.rows()).isZero();
    }

    private static OnlineLearner learner(Samples samples, Forgetting... forgetting) {
        return new OnlineLearner(OnlineBasis.of(samples, PLAN), plan(forgetting), NOBODY);
    }

    private static OnlinePlan plan(Forgetting... forgetting) {
        return new OnlinePlan(List.of(forgetting), RIDGE, 100, "test");
    }

    private static List<Row> rows(Samples samples) {
        List<Row> rows = new ArrayList<>();
        samples.forEach((features, label) -> rows.add(new Row(features.clone(), label)));
        return rows;
    }

    /** The solution of a learner's first rule in double precision. */
    private static double[][] exact(OnlineLearner learner) {
        DecayedSums sums = learner.rules().findFirst().orElseThrow().sums();
        return sums.solve(RIDGE);
    }

    private static double[][] weighted(OnlineLearner learner, List<Row> rows, double[] weights) {
        HiddenMap map =
                new HiddenMap(learner.basis().standardiser(), learner.basis().hidden());
        int units = map.units();
        DMatrixRMaj gram = new DMatrixRMaj(units, units);
        DMatrixRMaj right = new DMatrixRMaj(units, 3);
        for (int r = 0; r < weights.length; r++) {
            double[] h = new double[units];
            map.apply(rows.get(r).features, h);
            for (int i = 0; i < units; i++) {
                for (int k = 0; k < units; k++) {
                    gram.add(i, k, weights[r] * h[i] * h[k]);
                }
                for (int c = 0; c < 3; c++) {
                    right.add(i, c, weights[r] * h[i] * (rows.get(r).label == c ? 1 : -1));
                }
            }
        }
        return byClass(new RidgePath(gram, right).beta(RIDGE));
    }

    private static double[][] byClass(DMatrixRMaj beta) {
        double[][] byClass = new double[beta.numCols][beta.numRows];
        for (int c = 0; c < beta.numCols; c++) {
            for (int u = 0; u < beta.numRows; u++) {
                byClass[c][u] = beta.get(u, c);
            }
        }
        return byClass;
    }

    private static void assertClose(double[][] actual, double[][] expected, double relative) {
        double largest = Arrays.stream(expected)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
        for (int c = 0; c < expected.length; c++) {
            assertThat(actual[c]).containsExactly(expected[c], within(relative * largest));
        }
    }

    private static double accuracy(Elm elm, Samples samples) {
        Evaluation.Tally tally = new Evaluation.Tally(samples.labels());
        samples.forEach((row, label) -> tally.add(label, elm.probabilities(row)));
        return tally.evaluation().accuracy();
    }

    @Test
    void shouldSayHowFarItsPredictionsAreToBeBelieved() {
        // Given
        Blobs blobs = new Blobs(3, 3, 3_000, 4);
        TrainingPlan layer =
                new TrainingPlan(16, Activation.TANH, new ClassWeights.None(), MissingValues.REFUSE, 4, "test");
        OnlineLearner learner = new OnlineLearner(
                OnlineBasis.of(blobs, layer),
                new OnlinePlan(List.of(new Forgetting.Never()), 0.1, 500, "test"),
                (label, predicted) -> {});

        // When
        long[] rows = {0};
        blobs.forEach((features, label) -> {
            learner.learn(features, label);
            if (++rows[0] % 100 == 0) {
                learner.solve();
            }
        });

        // Then
        assertThat(learner.coverage().orElseThrow()).isGreaterThan(0.88);
        assertThat(learner.trust().sets().classes()).isEqualTo(3);
        assertThat(learner.trust().range().beyond(new float[] {0, 10, 500}, 0)).isGreaterThan(0.9f);
        blobs.forEach((features, label) ->
                assertThat(learner.trust().range().beyond(features, 0)).isZero());
        assertThat(learner.profile()).hasValueSatisfying(profile -> {
            assertThat(profile.rows()).isEqualTo(Math.min(rows[0], 2_000));
            assertThat(profile.features()).hasSize(3);
            assertThat(profile.features().get(0).bins()).isEqualTo(11);
            assertThat(profile.accuracy()).isEqualTo(learner.recent().accuracy());
        });
    }
}
