package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.elm.Samples;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataChecksTest {

    private static final int ROWS = 300;
    private final SplittableRandom random = new SplittableRandom(1);
    private final float[] noise = new float[3 * ROWS];

    DataChecksTest() {
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble();
        }
    }

    @Test
    void shouldFindNothingInSoundRows() {
        // Given
        DataChecks checks = checks(r -> new float[] {noise[r], noise[ROWS + r], noise[2 * ROWS + r]}, r -> r % 3);

        // When / Then
        assertThat(checks.warnings(30)).isEmpty();
        assertThat(checks.timeOrder()).isEmpty();
        assertThat(checks.suggested()).isEqualTo(new Validation.LeaveOneOut());
    }

    @Test
    void shouldNameColumnsThatSayNothingOrTheSameTwice() {
        // Given
        DataChecks checks = checks(r -> new float[] {noise[r], 7, noise[r]}, r -> r % 3);

        // When / Then
        assertThat(checks.warnings(30))
                .containsExactly(
                        "column \"b\" is constant, with a standard deviation below 1.0E-20, and tells nothing: leave it"
                                + " out",
                        "columns \"a\" and \"c\" are equal in every row");
    }

    @Test
    void shouldTakeAColumnForConstantIfTheModelDoes() {
        // Given: b varies by less than the smallest scale, c by more
        DataChecks checks = checks(r -> new float[] {noise[r], (r % 2) * 1e-25f, noise[ROWS + r] * 1e-15f}, r -> r % 3);

        // When / Then
        assertThat(checks.warnings(30)).singleElement().asString().startsWith("column \"b\" is constant");
    }

    @Test
    void shouldRefuseAColumnThatIsTheLabel() {
        assertThatThrownBy(() -> checks(r -> new float[] {noise[r], r % 3, noise[ROWS + r]}, r -> r % 3))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("column \"b\" equals the label in every row");
    }

    @Test
    void shouldWarnOfAColumnThatDecidesAlone() {
        // Given: one by its values, one by ranges
        DataChecks checks = checks(
                r -> new float[] {noise[r], new float[] {5, 3, 9}[r % 3], noise[ROWS + r] + 2 * (r % 3)}, r -> r % 3);

        // When / Then
        assertThat(checks.warnings(30))
                .singleElement()
                .asString()
                .startsWith("each of the columns \"b\", \"c\" alone tells the classes apart");
    }

    @Test
    void shouldWarnOfFewRows() {
        // Given: class 2 occurs once
        DataChecks checks =
                checks(r -> new float[] {noise[r], noise[ROWS + r], noise[2 * ROWS + r]}, r -> r == 9 ? 2 : r % 2);

        // When / Then
        assertThat(checks.warnings(1000))
                .containsExactly(
                        "class \"2\" has one row; nothing can be said of how well it is predicted",
                        "there are 1,000 hidden units for 300 rows: fewer units predict new rows better");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rising", "falling", "ten rows a tick"})
    void shouldTellTimeOrderByAColumn(String clock) {
        // Given
        DataChecks checks = checks(r -> new float[] {noise[r], noise[ROWS + r], at(clock, r)}, r -> r % 3);

        // When / Then
        assertThat(checks.timeOrder()).hasValue("column \"c\" rises or falls from row to row");
        assertThat(checks.warnings(30)).singleElement().asString().contains("\"c\"", "leave it out");
        assertThat(checks.suggested()).isEqualTo(new Validation.Time());
    }

    @Test
    void shouldTellTimeOrderByNeighbours() {
        // Given: slow waves
        DataChecks checks = checks(
                r -> new float[] {
                    (float) Math.sin(r / 20.0) + noise[r] / 10,
                    (float) Math.cos(r / 30.0),
                    noise[ROWS + r] / 10 + r / 100
                },
                r -> r % 3);

        // When / Then
        assertThat(checks.timeOrder()).get().asString().contains("consecutive rows of a class");
        assertThat(checks.suggested()).isEqualTo(new Validation.Time());
    }

    @Test
    void shouldNotTakeRowsSortedByClassForATimeSeries() {
        // Given
        DataChecks checks = checks(
                r -> new float[] {noise[r] + r / 100, noise[ROWS + r], noise[2 * ROWS + r] + r / 100}, r -> r / 100);

        // When / Then
        assertThat(checks.timeOrder()).isEmpty();
    }

    @Test
    void shouldValidateOnBlocksIfTheLastFifthLacksAClass() {
        // Given: class 2 ends before the last fifth
        DataChecks checks = checks(r -> new float[] {noise[r], noise[ROWS + r], r}, r -> r < 230 ? r % 3 : r % 2);

        // When / Then
        assertThat(checks.suggested()).isEqualTo(new Validation.Blocks());
    }

    private static float at(String clock, int row) {
        return switch (clock) {
            case "rising" -> 1000 + 10 * row;
            case "falling" -> 1000 - row;
            default -> row / 10;
        };
    }

    private static DataChecks checks(IntFunction<float[]> row, IntUnaryOperator label) {
        return DataChecks.of(
                new Samples() {
                    @Override
                    public List<String> featureNames() {
                        return List.of("a", "b", "c");
                    }

                    @Override
                    public List<String> labels() {
                        return List.of("0", "1", "2");
                    }

                    @Override
                    public void forEach(Visitor visitor) {
                        for (int r = 0; r < ROWS; r++) {
                            visitor.row(row.apply(r), label.applyAsInt(r));
                        }
                    }
                },
                ROWS);
    }
}
