package io.elmstream.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdwinTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.1, 0.3, 0.5, 1})
    void shouldSeldomReportADriftWithoutOne(double errors) {
        // When
        int drifts = 0;
        for (long seed = 0; seed < 10; seed++) {
            drifts += drifts(seed, 20_000, row -> errors).size();
        }

        // Then
        assertThat(drifts).as("drifts in 200,000 rows").isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.5, 100", "0.1, 0.3, 250", "0.2, 0.3, 1500", "0, 0.1, 250"})
    void shouldReportARiseOnceAndSoon(double before, double after, long soon) {
        // Given
        long change = 10_000;
        int all = 0;

        for (long seed = 0; seed < 20; seed++) {
            // When
            List<Long> drifts = drifts(seed, 20_000, row -> row < change ? before : after);

            // Then
            assertThat(drifts).isNotEmpty();
            assertThat(drifts.get(0)).isBetween(change, change + soon);
            all += drifts.size();
        }
        assertThat(all).as("drifts reported, with false alarms").isBetween(20, 21);
    }

    @Test
    void shouldReportEveryRiseOfSeveral() {
        // When
        List<Long> drifts = drifts(1, 60_000, row -> row % 3000 < 200 && row >= 3000 ? 0.9 : 0.05);

        // Then
        assertThat(drifts).hasSize(19).allSatisfy(row -> assertThat(row % 3000).isLessThan(200));
    }

    @Test
    void shouldForgetTheTimeBeforeAFallWithoutReportingIt() {
        // Given
        Adwin adwin = new Adwin(Adwin.DELTA);
        SplittableRandom random = new SplittableRandom(1);
        int drifts = 0;

        // When
        for (int row = 0; row < 10_000; row++) {
            drifts += adwin.add(random.nextDouble() < (row < 5000 ? 0.5 : 0.1) ? 1 : 0) ? 1 : 0;
        }

        // Then
        assertThat(drifts).isZero();
        assertThat(adwin.width()).isLessThanOrEqualTo(5100);
        assertThat(adwin.mean()).isCloseTo(0.1, within(0.03));
    }

    @Test
    void shouldKnowTheMeanOfItsWindow() {
        // Given
        Adwin adwin = new Adwin(Adwin.DELTA);

        // When
        for (int i = 0; i < 1000; i++) {
            adwin.add(i % 4);
        }

        // Then
        assertThat(adwin.width()).isEqualTo(1000);
        assertThat(adwin.mean()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void shouldRefuseWhatIsNoNumber() {
        assertThatThrownBy(() -> new Adwin(0)).hasMessage("delta is 0.0, must be above 0 and below 1");
        assertThatThrownBy(() -> new Adwin(Adwin.DELTA).add(Double.NaN)).hasMessage("the value is NaN, must be finite");
    }

    private static List<Long> drifts(long seed, long rows, LongToDoubleFunction errors) {
        SplittableRandom random = new SplittableRandom(seed);
        Adwin adwin = new Adwin(Adwin.DELTA);
        List<Long> drifts = new ArrayList<>();
        for (long row = 0; row < rows; row++) {
            if (adwin.add(random.nextDouble() < errors.applyAsDouble(row) ? 1 : 0)) {
                drifts.add(row);
            }
        }
        return drifts;
    }
}
