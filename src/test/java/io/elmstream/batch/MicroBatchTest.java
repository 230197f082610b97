package io.elmstream.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class MicroBatchTest {

    /** What may happen to a batch. */
    sealed interface Event {}

    /** A reading of one of three models comes; a reading that is given up has its row written, but is never added. */
    record Comes(int model, boolean givenUp) implements Event {}

    private static final MicroBatch.Comparer<String, String> NEVER = (reading, rows, row) -> {
        throw new AssertionError("nothing was added beside");
    };

    /** The batch drains; the scorer fails at one of its calls, or the way out at one reading, or (-1) neither. */
    record Drains(int failingScore, int failingLeave) implements Event {}

    @Property
    void shouldLetEveryReadingLeaveOnceInOrderWithItsOwnScore(@ForAll("events") List<Event> events) {
        // Given
        Journal journal = new Journal();

        // When
        events.forEach(journal::happens);
        journal.happens(new Drains(-1, -1));

        // Then
        assertThat(journal.left).isEqualTo(journal.came);
        assertThat(journal.compared).isEqualTo(journal.toCompare);
        assertThat(journal.batch.isEmpty()).isTrue();
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Event> comes = Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
                .as(Comes::new);
        Arbitrary<Event> drains = Combinators.combine(
                        Arbitraries.integers().between(-3, 2),
                        Arbitraries.integers().between(-20, 40))
                .as(Drains::new);
        return Arbitraries.frequencyOf(Tuple.of(12, comes), Tuple.of(1, drains))
                .list()
                .ofMaxSize(200);
    }

    @Test
    void shouldScoreEachModelOnceForABatch() {
        // Given
        MicroBatch<String, String> batch = new MicroBatch<>();
        for (String reading : List.of("a1", "b1", "a2", "a3", "b2")) {
            add(batch, reading.substring(0, 1), reading);
        }
        List<String> scored = new ArrayList<>();

        // When
        batch.drain(rows -> scored.add(rows.model() + " x " + rows.count()), (reading, rows, row) -> {}, NEVER);

        // Then
        assertThat(scored).containsExactly("a x 3", "b x 2");
    }

    @Test
    void shouldNotScoreAModelWithoutReadings() {
        // Given
        MicroBatch<String, String> batch = new MicroBatch<>();
        batch.rowsFor("nobody's", 1);
        add(batch, "a", "a1");
        List<String> scored = new ArrayList<>();

        // When
        batch.drain(rows -> scored.add(rows.model()), (reading, rows, row) -> {}, NEVER);

        // Then
        assertThat(scored).containsExactly("a");
    }

    @Test
    void shouldTakeNoReadingWhileOthersAreLeaving() {
        // Given
        MicroBatch<String, String> batch = new MicroBatch<>();
        add(batch, "a", "a1");
        assertThatThrownBy(() -> batch.drain(
                        rows -> {},
                        (reading, rows, row) -> {
                            throw new IllegalArgumentException("no way out");
                        },
                        NEVER))
                .hasMessage("no way out");

        // When / Then
        assertThat(batch.isLeaving()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> add(batch, "a", "a2"));
        assertThat(batch.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetAllWhenCleared() {
        // Given
        MicroBatch<String, String> batch = new MicroBatch<>();
        add(batch, "a", "a1");

        // When
        batch.clear();
        add(batch, "a", "a2");
        List<String> left = new ArrayList<>();
        batch.drain(rows -> assertThat(rows.count()).isEqualTo(1), (reading, rows, row) -> left.add(reading), NEVER);

        // Then
        assertThat(left).containsExactly("a2");
    }

    @Test
    void shouldKeepItsModelsWhileReadingsWait() {
        // Given
        MicroBatch<String, String> batch = new MicroBatch<>();
        Rows<String> rows = add(batch, "a", "a1");

        // When / Then
        assertThatIllegalStateException().isThrownBy(batch::forgetModels).withMessage("1 readings still wait");
        assertThat(batch.rowsFor("a", 1)).isSameAs(rows);
    }

    @Test
    void shouldForgetAModelThatABatchDidNotUse() {
        // Given
        MicroBatch<String, String> batch = new MicroBatch<>();
        Rows<String> late = batch.rowsFor("late", 1);
        Rows<String> rows = batch.rowsFor("a", 1);
        add(batch, "a", "a1");

        // When
        batch.drain(scored -> {}, (reading, left, row) -> {}, NEVER);

        // Then
        assertThat(batch.rowsFor("a", 1)).isSameAs(rows);
        assertThat(batch.rowsFor("late", 1)).isNotSameAs(late);
    }

    @Test
    void shouldForgetItsModelsWhenEmpty() {
        // Given
        MicroBatch<String, String> batch = new MicroBatch<>();
        Rows<String> rows = add(batch, "a", "a1");
        batch.drain(scored -> {}, (reading, scored, row) -> {}, NEVER);

        // When
        batch.forgetModels();

        // Then
        assertThat(batch.rowsFor("a", 1)).isNotSameAs(rows);
    }

    private static Rows<String> add(MicroBatch<String, String> batch, String model, String reading) {
        Rows<String> rows = batch.rowsFor(model.intern(), 1);
        rows.next();
        batch.add(rows, reading);
        return rows;
    }

    /** Drives a batch and writes down what came and what left; a row's score is made from the row and its model. */
    private static final class Journal {

        record Outcome(int number, float score) {}

        record Beside(Rows<String> rows, int row) {}

        private static final List<String> MODELS = List.of("m0", "m1", "m2");

        private final MicroBatch<String, Integer> batch = new MicroBatch<>();
        private final List<Outcome> came = new ArrayList<>();
        private final List<Outcome> left = new ArrayList<>();
        private final Map<Integer, Beside> beside = new HashMap<>();
        private final List<Outcome> toCompare = new ArrayList<>();
        private final List<Outcome> compared = new ArrayList<>();
        private int scoreCalls;
        private int leaveCalls;

        void happens(Event event) {
            if (event instanceof Comes comes) {
                if (batch.isLeaving()) {
                    happens(new Drains(-1, -1));
                }
                come(comes);
            } else if (event instanceof Drains drains) {
                drain(drains);
            }
        }

        private void come(Comes comes) {
            int width = comes.model() + 1;
            Rows<String> rows = batch.rowsFor(MODELS.get(comes.model()), width);
            int start = rows.next();
            int number = came.size();
            for (int i = 0; i < width; i++) {
                rows.values()[start + i] = number * 10 + i;
            }
            if (!comes.givenUp()) {
                batch.add(rows, number);
                came.add(new Outcome(number, score(MODELS.get(comes.model()), number * 10 + width - 1)));
                if (number % 3 == 0) {
                    addBeside(number, (comes.model() + 1) % 3);
                }
            }
        }

        private void addBeside(int number, int model) {
            Rows<String> rows = batch.rowsFor(MODELS.get(model), model + 1);
            int start = rows.next();
            for (int i = 0; i <= model; i++) {
                rows.values()[start + i] = -number * 10 - i;
            }
            beside.put(number, new Beside(rows, batch.addBeside(rows)));
            toCompare.add(new Outcome(number, score(MODELS.get(model), -number * 10 - model)));
        }

        private void drain(Drains drains) {
            scoreCalls = 0;
            leaveCalls = 0;
            try {
                batch.drain(
                        rows -> score(rows, drains.failingScore()),
                        (number, rows, row) -> {
                            if (leaveCalls++ == drains.failingLeave()) {
                                throw new Interruption();
                            }
                            left.add(new Outcome(number, rows.scores(2)[row * 2 + 1]));
                        },
                        (number, rows, row) -> {
                            if (leaveCalls++ == drains.failingLeave()) {
                                throw new Interruption();
                            }
                            assertThat(left)
                                    .describedAs("all have left before one is compared")
                                    .hasSameSizeAs(came);
                            Beside other = beside.get(number);
                            if (other != null) {
                                compared.add(new Outcome(number, other.rows().scores(2)[other.row() * 2 + 1]));
                            }
                        });
            } catch (Interruption expected) {
                assertThat(batch.isEmpty()).isFalse();
            }
            assertThat(batch.size()).isEqualTo(came.size() - left.size());
        }

        private void score(Rows<String> rows, int failing) {
            assertThat(batch.isLeaving()).describedAs("a batch is scored once").isFalse();
            if (scoreCalls++ == failing) {
                throw new Interruption();
            }
            float[] scores = rows.scores(2);
            for (int row = 0; row < rows.count(); row++) {
                scores[row * 2] = Float.NaN;
                scores[row * 2 + 1] = score(rows.model(), rows.values()[(row + 1) * rows.width() - 1]);
            }
        }

        private static float score(String model, float lastFeature) {
            return lastFeature + 0.25f * MODELS.indexOf(model);
        }
    }

    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
