package io.elmstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrequentPairsTest {

    private final FrequentPairs pairs = new FrequentPairs();

    @Property(tries = 50)
    void shouldNeverCountTooMuchAndMissNoMoreThanItSays(
            @ForAll @IntRange(min = 2, max = 200) int classes,
            @ForAll @IntRange(min = 1, max = 20_000) int readings,
            @ForAll long seed) {
        // Given
        Random random = new Random(seed);
        FrequentPairs counted = new FrequentPairs();
        Map<ClassPair, Long> exact = new HashMap<>();

        // When
        for (int i = 0; i < readings; i++) {
            // low classes are frequent, high ones are rare
            ClassPair pair = pair((int) (classes * Math.pow(random.nextDouble(), 3)), random.nextInt(classes));
            counted.count(pair);
            exact.merge(pair, 1L, Long::sum);
        }

        // Then
        Map<ClassPair, Long> kept = counted.counts();
        assertThat(counted.error()).isLessThanOrEqualTo(readings / FrequentPairs.KEPT);
        assertThat(kept.size()).isLessThanOrEqualTo(2 * FrequentPairs.KEPT);
        exact.forEach((pair, count) ->
                assertThat(kept.getOrDefault(pair, 0L)).isBetween(Math.max(0, count - counted.error()), count));
        assertThat(exact).containsAllEntriesOf(counted.error() == 0 ? kept : Map.of());
    }

    @Test
    void shouldKeepWhatIsFrequentAmongEveryPairOfAThousandClasses() {
        // When
        for (int i = 0; i < 200_000; i++) {
            pairs.count(pair(i % 1_000, i / 1_000));
            pairs.count(pair(-1, -2));
        }

        // Then
        assertThat(new Comparison(0, 0, pairs.counts(), 0, 0, 0, 0)
                        .mostFirst()
                        .get(0)
                        .getKey())
                .isEqualTo(pair(-1, -2));
        assertThat(pairs.counts().get(pair(-1, -2))).isBetween(200_000 - pairs.error(), 200_000L);
    }

    @Test
    void shouldOrderByCountThenByName() {
        // Given
        Comparison comparison =
                new Comparison(6, 0, Map.of(pair(2, 1), 1L, pair(1, 2), 1L, pair(3, 4), 4L), 0, 0, 0, 0);

        // When / Then
        assertThat(comparison.mostFirst())
                .extracting(Map.Entry::getKey)
                .isEqualTo(List.of(pair(3, 4), pair(1, 2), pair(2, 1)));
    }

    private static ClassPair pair(int champion, int challenger) {
        return new ClassPair("class " + champion, "class " + challenger);
    }
}
