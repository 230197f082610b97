package io.elmstream.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.quality.Drift.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityWatchTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int REPORTS_PER_WINDOW = 60;

    /** With so many alarms allowed a day, one in 5 windows of a minute may have one. */
    private static final double ALARMS = 288;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9, 0.97})
    void shouldKeepTheRateOfFalseAlarmsOnReadingsThatResembleTheirNeighbours(double memory) {
        // Given
        List<QualityWindow> windows = new ArrayList<>();
        int days = 2;
        int reports = days * 24 * 60 * REPORTS_PER_WINDOW / 20;

        // When
        for (int seed = 0; seed < 4; seed++) {
            WatchedStream stream = new WatchedStream(seed, memory);
            QualityWatch watch = watch(ALARMS, stream);
            windows.addAll(WatchedStream.watch(watch, stream, 0, reports / 4));
        }

        // Then
        double allowed = ALARMS * days / 20;
        long found = windows.stream().mapToLong(window -> window.found().size()).sum();
        assertThat((double) found).isLessThanOrEqualTo(allowed);
    }

    @Test
    void shouldGoOnAfterAClockThatWasAheadIsSetBack() {
        // Given
        WatchedStream stream = new WatchedStream(1, 0.5);
        QualityWatch watch = watch(1, stream);
        WatchedStream.watch(watch, stream, Duration.ofDays(10_000).toMillis(), REPORTS_PER_WINDOW / 2);

        // When
        List<QualityWindow> windows = WatchedStream.watch(watch, stream, 0, 3 * REPORTS_PER_WINDOW);

        // Then
        assertThat(windows).filteredOn(QualityWindow::complete).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldFindAFeatureThatMovesInTheNextWindowAndReportItOnce() {
        // Given
        WatchedStream stream = new WatchedStream(1, 0.5);
        QualityWatch watch = watch(1, stream);
        List<QualityWindow> before = WatchedStream.watch(watch, stream, 0, 10 * REPORTS_PER_WINDOW);

        // When
        stream.shift = 0.5;
        long changed = 10L * REPORTS_PER_WINDOW * 1_000;
        List<QualityWindow> after = WatchedStream.watch(watch, stream, changed, 10 * REPORTS_PER_WINDOW);

        // Then
        assertThat(before)
                .isNotEmpty()
                .allSatisfy(window -> assertThat(window.drifts()).isEmpty());
        List<Drift> found =
                after.stream().flatMap(window -> window.found().stream()).toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).signal()).isEqualTo(Signal.FEATURE);
        assertThat(found.get(0).feature()).isEqualTo(1);
        assertThat(found.get(0).since()).isLessThanOrEqualTo(changed + 2 * WINDOW.toMillis() + 2_000);
        assertThat(after.get(after.size() - 1).drifts()).hasSize(1);
    }

    @Test
    void shouldReportADriftAgainAfterItWasOver() {
        // Given
        WatchedStream stream = new WatchedStream(2, 0);
        QualityWatch watch = watch(1, stream);
        List<QualityWindow> windows = new ArrayList<>();

        // When
        for (int phase = 0; phase < 5; phase++) {
            stream.shift = phase % 2;
            windows.addAll(WatchedStream.watch(watch, stream, phase * 5L * 60_000, 5 * REPORTS_PER_WINDOW));
        }

        // Then
        assertThat(windows.stream().flatMap(window -> window.found().stream()).map(Drift::feature))
                .containsExactly(1, 1);
        assertThat(windows.get(windows.size() - 1).drifts()).isEmpty();
    }

    @Test
    void shouldFindLessConfidenceAndMoreErrorsBeforeTheWindowIsOver() {
        // Given
        WatchedStream stream = new WatchedStream(3, 0);
        QualityWatch watch = watch(1, stream);
        WatchedStream.watch(watch, stream, 0, 20 * REPORTS_PER_WINDOW);

        // When
        stream.doubt = 0.1;
        stream.accuracy = 0.75;
        List<QualityWindow> after = WatchedStream.watch(watch, stream, 20L * 60_000, 3 * REPORTS_PER_WINDOW);

        // Then
        assertThat(after.get(0).complete()).isFalse();
        assertThat(after.stream().flatMap(window -> window.found().stream()).map(Drift::signal))
                .containsExactlyInAnyOrder(Signal.CONFIDENCE, Signal.ERRORS);
    }

    @Test
    void shouldBeatAnAlarmEverySoManyReadings() {
        // Given: an alarm every 10 windows is found half a period after the change on average, and is false otherwise
        int period = 10;
        double delays = 0;
        List<Drift> falseAlarms = new ArrayList<>();
        int trials = 10;

        // When
        for (int seed = 0; seed < trials; seed++) {
            WatchedStream stream = new WatchedStream(100 + seed, 0.9);
            QualityWatch watch = watch(1, stream);
            WatchedStream.watch(watch, stream, 0, period * REPORTS_PER_WINDOW)
                    .forEach(window -> falseAlarms.addAll(window.found()));
            stream.shift = 0.6;
            long changed = period * 60_000L;
            Drift found = WatchedStream.watch(watch, stream, changed, 2 * period * REPORTS_PER_WINDOW).stream()
                    .flatMap(window -> window.found().stream())
                    .findFirst()
                    .orElseThrow();
            delays += (found.since() - changed) / 60_000.0;
        }

        // Then
        assertThat(falseAlarms).isEmpty();
        assertThat(delays / trials).isLessThan(period / 2.0);
    }

    @Test
    void shouldGoOnFromAStoredState() {
        // Given
        WatchedStream stream = new WatchedStream(4, 0.5);
        QualityWatch watch = watch(1, stream);
        stream.shift = 1;
        WatchedStream.watch(watch, stream, 0, 90);
        QualitySketch shape = stream.report();

        // When
        QualityWatch restored = QualityState.read(
                QualityState.write(watch), WatchedStream.expectation(), new QualitySettings(WINDOW, 1), shape);

        // Then
        for (int i = 0; i < 200; i++) {
            QualitySketch report = stream.report();
            assertThat(restored.add(report, 90_000 + 1_000L * i))
                    .usingRecursiveComparison()
                    .isEqualTo(watch.add(report, 90_000 + 1_000L * i));
        }
        assertThat(QualityState.write(restored)).isEqualTo(QualityState.write(watch));
    }

    @Test
    void shouldReadAStateOfTheFirstFormat() throws IOException {
        // Given
        WatchedStream stream = new WatchedStream(9, 0.5);
        QualityWatch watch = watch(1, stream);
        stream.shift = 1;
        WatchedStream.watch(watch, stream, 0, 90);
        Path stored = Path.of("src/test/resources/quality/state-1.bin");

        // When
        QualityWatch read = QualityState.read(
                Files.readAllBytes(stored),
                WatchedStream.expectation(),
                new QualitySettings(WINDOW, 1),
                stream.report());

        // Then
        assertThat(QualityState.write(read)).isEqualTo(QualityState.write(watch));
    }

    @Test
    void shouldRefuseAStateOfAnotherShapeOrABrokenOne() {
        // Given
        WatchedStream stream = new WatchedStream(5, 0);
        byte[] state = QualityState.write(watch(1, stream));
        QualitySketch other = new QualitySketch(0, 0, 0, new long[3], new long[3][11], 0, 0);
        QualitySettings settings = new QualitySettings(WINDOW, 1);

        // When / Then
        assertThatThrownBy(() -> QualityState.read(state, WatchedStream.expectation(), settings, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labels");
        assertThatThrownBy(() -> QualityState.read(
                        Arrays.copyOf(state, state.length / 2), WatchedStream.expectation(), settings, stream.report()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStayBoundedWhenReportsComeLate() {
        // Given
        WatchedStream stream = new WatchedStream(6, 0);
        QualityWatch watch = watch(1, stream);

        // When
        List<QualityWindow> windows = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 500; i++) {
            now += i % 7 * 20_000L;
            watch.add(stream.report(), now).ifPresent(windows::add);
        }

        // Then
        assertThat(QualityState.write(watch).length).isLessThan(21 * 4 * 11 * 8 + 4_000);
        assertThat(windows).isNotEmpty();
    }

    private static QualityWatch watch(double alarms, WatchedStream stream) {
        return new QualityWatch(WatchedStream.expectation(), new QualitySettings(WINDOW, alarms), stream.report(), 0);
    }
}
