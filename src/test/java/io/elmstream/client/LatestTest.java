package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LatestTest {

    @Test
    void shouldKeepTheLatestValueOfEachKey() {
        // Given
        Latest<String> latest = new Latest<>(10, 100);

        // When
        latest.put("a", "1", 10);
        latest.put("b", "2", 10);
        latest.put("a", "3", 90);
        latest.remove("c");

        // Then
        assertThat(latest.values()).containsExactly(Map.entry("b", "2"), Map.entry("a", "3"));
        assertThat(latest.leftOut()).isZero();
    }

    @Test
    void shouldLetGoWhatWasSaidLongestAgo() {
        // Given
        Latest<Integer> latest = new Latest<>(3, 1_000);

        // When somebody makes up keys between the words of one that goes on
        for (int i = 0; i < 1_000; i++) {
            latest.put("made-up-" + i, i, 10);
            latest.put("lives", i, 10);
        }

        // Then
        assertThat(latest.values())
                .containsOnlyKeys("made-up-998", "made-up-999", "lives")
                .containsEntry("lives", 999);
        assertThat(latest.leftOut()).isEqualTo(998);
    }

    @Test
    void shouldBoundTheBytesTogether() {
        // Given
        Latest<String> latest = new Latest<>(10, 100);

        // When
        latest.put("a", "1", 60);
        latest.put("b", "2", 60);
        latest.remove("b");
        latest.put("c", "3", 100);
        latest.put("d", "4", 101);

        // Then
        assertThat(latest.values()).isEmpty();
        assertThat(latest.leftOut()).isEqualTo(3);
    }
}
