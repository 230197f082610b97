package io.elmstream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StateAgesTest {

    private enum Kind {
        QUIET,
        RAISED,
        REMOVED
    }

    private record Change(String key, Kind kind, long lastSeen) {}

    @Property
    void shouldNameWhatASearchOfAllStatesFinds(@ForAll("changes") List<Change> changes) {
        // Given
        StateAges<String> ages = new StateAges<>();
        Map<String, Change> states = new HashMap<>();
        Comparator<Change> oldest = Comparator.comparingLong(Change::lastSeen);

        for (Change change : changes) {
            // When
            if (change.kind() == Kind.REMOVED) {
                ages.remove(change.key());
                states.remove(change.key());
            } else {
                ages.put(change.key(), change.kind() == Kind.RAISED, change.lastSeen());
                states.put(change.key(), change);
            }

            // Then
            assertThat(ages.size()).isEqualTo(states.size());
            assertThat(ages.oldest())
                    .isEqualTo(states.values().stream()
                            .mapToLong(Change::lastSeen)
                            .min()
                            .orElse(Long.MAX_VALUE));
            if (!states.isEmpty()) {
                assertThat(states.get(ages.oldestKey()).lastSeen()).isEqualTo(ages.oldest());
                assertThat(ages.mostDispensable())
                        .isEqualTo(states.values().stream()
                                .min(Comparator.comparing(Change::kind)
                                        .thenComparing(oldest)
                                        .thenComparing(Change::key))
                                .orElseThrow()
                                .key());
            }
        }
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> keys = Arbitraries.of("a", "b", "c", "d", "e");
        return Combinators.combine(
                        keys, Arbitraries.of(Kind.class), Arbitraries.longs().between(0, 9))
                .as(Change::new)
                .list();
    }
}
