package io.elmstream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StateCountsTest {

    @Property
    void shouldNeverDenyAStateThatIsThere(@ForAll List<Integer> hashes) {
        // Given
        StateCounts counts = new StateCounts();
        Set<Integer> stored = new HashSet<>();

        for (int hash : hashes) {
            // When
            if (stored.add(hash)) {
                counts.added(hash);
            } else {
                stored.remove(hash);
                counts.removed(hash);
            }

            // Then
            assertThat(stored).allMatch(counts::mayHold);
        }
    }

    @Property
    void shouldDenyEverythingOnceAllAreRemoved(@ForAll Set<Integer> hashes, @ForAll int other) {
        // Given
        StateCounts counts = new StateCounts();
        hashes.forEach(counts::added);

        // When
        hashes.forEach(counts::removed);

        // Then
        assertThat(counts.mayHold(other)).isFalse();
    }
}
