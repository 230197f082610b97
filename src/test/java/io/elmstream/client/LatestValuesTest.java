package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LatestValuesTest {

    @Test
    void shouldKeepTheLatestValueOfEachKey() {
        // Given
        LatestValues<String> latest = new LatestValues<>(10, 100);

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
    void shouldEvictTheLeastRecentlyUpdatedValues() {
        // Given
        LatestValues<Integer> latest = new LatestValues<>(3, 1_000);

        // When one key is updated between many new keys
        for (int i = 0; i < 1_000; i++) {
            latest.put("new-" + i, i, 10);
            latest.put("updated", i, 10);
        }

        // Then
        assertThat(latest.values())
                .containsOnlyKeys("new-998", "new-999", "updated")
                .containsEntry("updated", 999);
        assertThat(latest.leftOut()).isEqualTo(998);
    }

    @Test
    void shouldLimitTheTotalSize() {
        // Given
        LatestValues<String> latest = new LatestValues<>(10, 100);

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
