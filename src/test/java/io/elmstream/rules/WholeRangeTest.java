package io.elmstream.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class WholeRangeTest {

    private static final long LIMIT = WholeRange.LIMIT;

    @Property
    void shouldContainEveryResult(@ForAll Random random) {
        // Given
        WholeRange left = range(random);
        for (Operator operator :
                new Operator[] {Operator.PLUS, Operator.MINUS, Operator.TIMES, Operator.DIVIDE, Operator.REMAINDER}) {
            boolean divides = operator == Operator.DIVIDE || operator == Operator.REMAINDER;
            long divisor = random.nextBoolean() ? 1 + random.nextInt(9) : -1 - random.nextInt(9);
            WholeRange by = divides ? new WholeRange(divisor, divisor) : range(random);

            // When
            Optional<WholeRange> range = left.calculated(operator, by);

            // Then: exactly, as a double
            for (int i = 0; range.isPresent() && i < 20; i++) {
                long one = within(left, random);
                long other = within(by, random);
                double result = Constants.calculate(operator, true, one, other);
                // 0.0 for -0.0, which no condition can tell apart
                assertThat(result + 0.0).isBetween((double) range.get().least(), (double)
                        range.get().most());
                assertThat((long) result).isEqualTo(exact(operator, one, other));
            }
        }
    }

    @Test
    void shouldBeTheNarrowest() {
        assertThat(new WholeRange(-7, 5).calculated(Operator.REMAINDER, new WholeRange(-3, -3)))
                .contains(new WholeRange(-2, 2));
        assertThat(new WholeRange(0, 1).calculated(Operator.REMAINDER, new WholeRange(9, 9)))
                .contains(new WholeRange(0, 1));
        assertThat(new WholeRange(-2, 3).calculated(Operator.TIMES, new WholeRange(-5, 4)))
                .contains(new WholeRange(-15, 12));
        assertThat(new WholeRange(-2, 3).negated()).contains(new WholeRange(-3, 2));
        assertThat(new WholeRange(-2, 3).or(new WholeRange(7, 9))).isEqualTo(new WholeRange(-2, 9));
    }

    @Test
    void shouldEndAtTheLimit() {
        // Given
        WholeRange limit = new WholeRange(LIMIT, LIMIT);
        WholeRange one = new WholeRange(1, 1);

        // Then
        assertThat(WholeRange.of(LIMIT)).contains(limit);
        assertThat(WholeRange.of(LIMIT + 1)).isEmpty();
        assertThat(WholeRange.of(Long.MIN_VALUE)).isEmpty();
        assertThat(limit.calculated(Operator.PLUS, one)).isEmpty();
        assertThat(limit.negated().orElseThrow().calculated(Operator.MINUS, one))
                .isEmpty();
        assertThat(limit.calculated(Operator.TIMES, one)).contains(limit);
        assertThat(limit.calculated(Operator.TIMES, limit)).isEmpty();
        assertThat(new WholeRange(LIMIT / 3, LIMIT / 3).calculated(Operator.TIMES, new WholeRange(4, 4)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operator.class,
            mode = Mode.EXCLUDE,
            names = {"PLUS", "MINUS", "TIMES", "DIVIDE", "REMAINDER", "IN", "CHOOSE", "AND", "OR", "NOT", "NEGATE"})
    void shouldCompareAsItReads(Operator operator) {
        // Given
        boolean less = operator.sign.startsWith("<") || operator == Operator.DIFFERENT;
        boolean equal = operator.sign.contains("=") && operator != Operator.DIFFERENT;

        // Then
        assertThat(Constants.compares(operator, 1, 2)).isEqualTo(less);
        assertThat(Constants.compares(operator, -0.0, 0)).isEqualTo(equal);
        assertThat(Constants.compares(operator, Double.NaN, 1)).isEqualTo(operator == Operator.DIFFERENT);
    }

    private static long exact(Operator operator, long one, long other) {
        return switch (operator) {
            case PLUS -> one + other;
            case MINUS -> one - other;
            case TIMES -> Math.multiplyExact(one, other);
            case DIVIDE -> one / other;
            default -> one % other;
        };
    }

    private static WholeRange range(Random random) {
        long one = value(random);
        long other = value(random);
        return new WholeRange(Math.min(one, other), Math.max(one, other));
    }

    private static long value(Random random) {
        return random.nextBoolean()
                ? random.nextInt(20) - 10
                : Math.round((random.nextDouble() - 0.5) * 2 * LIMIT / (1L << random.nextInt(50)));
    }

    private static long within(WholeRange range, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> range.least();
            case 1 -> range.most();
            default -> range.least() + Math.round(random.nextDouble() * (range.most() - range.least()));
        };
    }
}
