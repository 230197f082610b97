package io.elmstream.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.alert.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LabelWindowTest {

    private static final Duration WINDOW = Duration.ofMillis(40);
    private static final long T = 1_000_000;

    private final Heard heard = new Heard();
    private final MemoryEntries entries = new MemoryEntries();
    private LabelWindow window = new LabelWindow(WINDOW, 100, entries, heard);

    /** What happens: a reading comes, a label comes, time passes, or the window is opened anew on its entries. */
    private sealed interface Event {}

    private record Reads(int sensor, int time, int model, int place, Optional<String> own, int late) implements Event {}

    private record Labels(int sensor, int time, boolean byPlace, int place, int model, String label, int late)
            implements Event {}

    private record Waits(int millis) implements Event {}

    private record Restarts() implements Event {}

    /** Writes down what a window says. */
    private static final class Heard implements LabelWindow.Listener {
        final List<String> told = new ArrayList<>();
        final Map<Double, LabelOutcome> outcomes = new TreeMap<>();

        @Override
        public void joined(LabelledRow row, boolean fromReading) {
            told.add(row + (fromReading ? " own" : ""));
        }

        @Override
        public void outcome(LabelOutcome outcome, Label label, String detail) {
            told.add(label.weight() + " " + outcome);
            assertThat(outcomes.put(label.weight(), outcome)).isNull();
        }

        @Override
        public void readingDisplaced() {
            told.add("displaced");
        }
    }

    @Property(tries = 1_000)
    void shouldGiveEachLabelTheOutcomeOfTheNaiveModelAcrossRestarts(
            @ForAll("events") @Size(max = 60) List<Event> events, @ForAll @IntRange(min = 1, max = 8) int most) {
        // Given
        Heard found = new Heard();
        MemoryEntries kept = new MemoryEntries();
        Heard expected = new Heard();
        NaiveWindow naive = new NaiveWindow(WINDOW.toMillis(), most, expected);
        LabelWindow tested = new LabelWindow(WINDOW, most, kept, found);
        long clock = T;
        long sent = 0;

        // When
        for (Event event : events) {
            if (event instanceof Waits waits) {
                clock += waits.millis();
                naive.advance(clock);
                tested.advance(clock);
            } else if (event instanceof Restarts) {
                tested = new LabelWindow(WINDOW, most, kept, found);
                tested.advance(clock);
            } else if (event instanceof Reads reads) {
                LabelReading reading = reading(reads);
                naive.take(reading, clock - reads.late(), clock);
                tested.take(reading, clock - reads.late(), clock);
            } else if (event instanceof Labels labels) {
                Label label = label(labels, ++sent);
                naive.take(label, clock - labels.late(), clock);
                tested.take(label, clock - labels.late(), clock);
            }
            assertThat(tested.readings()).isLessThanOrEqualTo(most);
            assertThat(tested.labels()).isLessThanOrEqualTo(most);
        }
        naive.advance(clock + WINDOW.toMillis());
        tested.advance(clock + WINDOW.toMillis());

        // Then
        assertThat(sorted(found)).isEqualTo(sorted(expected));
        assertThat(found.outcomes).isEqualTo(expected.outcomes).hasSize((int) sent);
        assertThat(tested.labels()).isZero();
        assertThat(kept.map).hasSizeLessThanOrEqualTo(1);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Integer> two = Arbitraries.integers().between(0, 1);
        Arbitrary<Integer> time = Arbitraries.integers().between(0, 6).map(step -> step * 10);
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 5);
        Arbitrary<String> label = Arbitraries.of("a", "b");
        Arbitrary<Event> reads = Combinators.combine(two, time, two, place, label.optional(0.2), time)
                .as(Reads::new);
        Arbitrary<Event> labels = Combinators.combine(
                        two,
                        time,
                        Arbitraries.of(true, false),
                        place,
                        Arbitraries.integers().between(-1, 1),
                        label,
                        time)
                .as(Labels::new);
        Arbitrary<Event> waits = Arbitraries.integers().between(1, 30).map(Waits::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(4, reads),
                        Tuple.of(5, labels),
                        Tuple.of(1, waits),
                        Tuple.of(1, Arbitraries.create(Restarts::new)))
                .list();
    }

    @Test
    void shouldJoinALabelWithTheReadingThatItNames() {
        // Given
        window.take(reading("pump", T, 7, Optional.empty()), T, T);

        // When
        window.take(byTime("pump", T, "leak", 1), T + 5, T + 5);
        window.take(byTime("pump", T, "leak", 2), T + 6, T + 6);
        window.take(byPlace("pump", 7, "ok", 3), T + 7, T + 7);

        // Then
        assertThat(heard.told)
                .containsExactly(
                        "LabelledRow[pump for m0 at 1000000: leak x 1.0, [7.0]]",
                        "1.0 JOINED",
                        "2.0 DOUBLED",
                        "3.0 CONTRADICTORY");
    }

    @Test
    void shouldGiveALabelThatNamesNoModelToTheReadingsOfAllModels() {
        // Given
        window.take(byTime("pump", T, "leak", 1), T, T);

        // When
        for (String model : List.of("m0", "m1", "m1")) {
            window.take(
                    new LabelReading(
                            model,
                            "pump",
                            T,
                            new Position("in", 0, heard.told.size()),
                            new float[] {1},
                            Optional.empty()),
                    T,
                    T);
        }

        // Then
        assertThat(heard.told)
                .containsExactly(
                        "LabelledRow[pump for m0 at 1000000: leak x 1.0, [1.0]]",
                        "1.0 JOINED",
                        "LabelledRow[pump for m1 at 1000000: leak x 1.0, [1.0]]");
    }

    @Test
    void shouldLetNothingExpireBecauseOfOneReadingFromTheFuture() {
        // Given
        window.take(reading("pump", T, 1, Optional.empty()), T, T);
        window.take(reading("clockless", T + 1_000_000, 2, Optional.empty()), T + 1, T + 1);

        // When
        window.take(byTime("pump", T, "leak", 1), T + 2, T + 2);

        // Then
        assertThat(heard.outcomes).containsExactly(Map.entry(1.0, LabelOutcome.JOINED));
    }

    @Test
    void shouldNotKeepALabelFromTheFutureForEver() {
        // Given
        window.take(byTime("pump", T + 1_000_000, "leak", 1), T + 1_000_000, T);

        // When
        window.take(reading("other", T + 41, 1, Optional.empty()), T + 41, T + 41);

        // Then
        assertThat(heard.outcomes).containsExactly(Map.entry(1.0, LabelOutcome.UNMATCHED));
    }

    @Test
    void shouldGiveUpWhatWaitsWhileNoTimePassesInTheStream() {
        // Given
        window.take(byTime("pump", T, "leak", 1), T, T);
        window.take(reading("stuck", T - 20, 1, Optional.empty()), T, T + 20);

        // When
        window.take(reading("stuck", T - 20, 2, Optional.empty()), T, T + 40);

        // Then
        assertThat(heard.outcomes).containsExactly(Map.entry(1.0, LabelOutcome.UNMATCHED));
        assertThat(window.readings()).isEqualTo(2);
    }

    @Test
    void shouldNotCountTheTimeWhileItWasClosed() {
        // Given
        window.take(reading("pump", T, 1, Optional.empty()), T, T);

        // When
        window = new LabelWindow(WINDOW, 100, entries, heard);
        window.advance(T + 1_000_000);
        window.take(byTime("pump", T, "leak", 1), T + 1, T + 1_000_000);

        // Then
        assertThat(heard.outcomes).containsExactly(Map.entry(1.0, LabelOutcome.JOINED));
    }

    @Test
    void shouldKeepToABoundThatIsLowerThanBefore() {
        // Given
        for (int i = 0; i < 5; i++) {
            window.take(byTime("pump", T + i, "leak", 1 + i), T + i, T + i);
        }

        // When
        window = new LabelWindow(WINDOW, 3, entries, heard);

        // Then
        assertThat(heard.outcomes)
                .containsExactly(Map.entry(1.0, LabelOutcome.DISPLACED), Map.entry(2.0, LabelOutcome.DISPLACED));
        assertThat(window.labels()).isEqualTo(3);
    }

    @Test
    void shouldSayWhatIsWrongWithALabel() {
        // When, Then
        Label good = byTime("pump", T, "leak", 1);
        assertThat(good.problem()).isEmpty();
        assertThat(byTime("", T, "leak", 1).problem()).contains("the field sensorId is empty");
        assertThat(byTime("pump", T, "x".repeat(1_025), 1).problem())
                .contains("the field label has 1025 bytes, at most 1024 are allowed");
        assertThat(byTime("pump", -5, "leak", 1).problem())
                .contains("the field eventTime is -5 ms since 1970, must be above 0");
        assertThat(byTime("pump", T, "leak", Double.NaN).problem())
                .contains("the field weight is NaN, must be above 0 and up to 1000000");
        assertThat(byTime("pump", T, "leak", 1_000_001).problem()).isPresent();
        assertThat(new Label("pump", OptionalLong.empty(), Optional.empty(), "leak", 1, Optional.empty()).problem())
                .contains("both eventTime and position are null; one of them must name the reading");
        assertThat(new Label("pump", OptionalLong.of(T), Optional.empty(), "leak", 1, Optional.of("m".repeat(64)))
                        .problem())
                .contains("the field modelId has 64 bytes, at most 63 are allowed");
    }

    @Test
    void shouldRefuseEntriesOfANewerRelease() {
        // Given
        window.take(reading("pump", T, 1, Optional.empty()), T, T);
        entries.map.values().forEach(value -> value[0] = 9);

        // When, Then
        assertThatThrownBy(() -> new LabelWindow(WINDOW, 3, entries, heard))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("format 9");
    }

    private static List<String> sorted(Heard heard) {
        List<String> told = new ArrayList<>(heard.told);
        Collections.sort(told);
        return told;
    }

    private static LabelReading reading(Reads reads) {
        return new LabelReading(
                "m" + reads.model(),
                "s" + reads.sensor(),
                T + reads.time(),
                new Position("in", 0, reads.place()),
                new float[] {reads.place()},
                reads.own());
    }

    private static Label label(Labels label, long number) {
        return new Label(
                "s" + label.sensor(),
                label.byPlace() && label.time() % 20 == 0 ? OptionalLong.empty() : OptionalLong.of(T + label.time()),
                label.byPlace() ? Optional.of(new Position("in", 0, label.place())) : Optional.empty(),
                label.label(),
                number,
                label.model() < 0 ? Optional.empty() : Optional.of("m" + label.model()));
    }

    private static LabelReading reading(String sensor, long time, int place, Optional<String> own) {
        return new LabelReading("m0", sensor, time, new Position("in", 0, place), new float[] {place}, own);
    }

    private static Label byTime(String sensor, long time, String label, double weight) {
        return new Label(sensor, OptionalLong.of(time), Optional.empty(), label, weight, Optional.empty());
    }

    private static Label byPlace(String sensor, int place, String label, double weight) {
        return new Label(
                sensor,
                OptionalLong.empty(),
                Optional.of(new Position("in", 0, place)),
                label,
                weight,
                Optional.empty());
    }
}
