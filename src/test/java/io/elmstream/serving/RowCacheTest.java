package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elmstream.support.Allocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowCacheTest {

    private static final int CLASSES = 3;

    @Property(tries = 300)
    void shouldNeverAnswerWithTheScoresOfAnotherRow(
            @ForAll @IntRange(min = 0, max = 20_000) int bytes,
            @ForAll @IntRange(min = 1, max = 40) int different,
            @ForAll @IntRange(min = 1, max = 3) int hashes,
            @ForAll long seed) {
        // Given: rows of two widths and two versions, and so few hashes that most rows collide
        SplittableRandom random = new SplittableRandom(seed);
        RowCache cache = new RowCache(bytes);
        Map<List<Object>, List<Object>> last = new HashMap<>();

        for (int i = 0; i < 2_000; i++) {
            int version = 1 + random.nextInt(2);
            int width = version * 2;
            float[] row = new float[width];
            Arrays.fill(row, random.nextInt(different));
            int hash = random.nextInt(2) == 0 ? (int) row[0] % hashes : RowCache.hash(version, row, 0, width);
            List<Object> key = List.of(version, row[0]);

            // When
            int entry = cache.find(hash, version, row, 0, width);
            float[] found = new float[CLASSES];
            boolean verified = entry != RowCache.NONE && cache.read(entry, width, found, 0, CLASSES);
            float[] scores = {i, i + 0.5f, -i};

            // Then
            if (entry != RowCache.NONE) {
                assertThat(last.get(key)).contains(found[0], found[1], found[2], verified);
            } else {
                cache.put(hash, version, row, 0, width, scores, 0, CLASSES, i % 3 == 0);
                // a row with two hashes has two entries
                last.computeIfAbsent(key, none -> new ArrayList<>())
                        .addAll(List.of(scores[0], scores[1], scores[2], i % 3 == 0));
            }
        }
    }

    @Property(tries = 50)
    void shouldKeepTheNewestRows(@ForAll @IntRange(min = 4_000, max = 100_000) int bytes, @ForAll long seed) {
        // Given
        RowCache cache = new RowCache(bytes);
        SplittableRandom random = new SplittableRandom(seed);
        int capacity = cache.rows(2, CLASSES);
        int rows = 3 * capacity;
        float[] values = new float[rows * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }

        // When
        for (int row = 0; row < rows; row++) {
            put(cache, values, row);
        }

        // Then: all but a few that shared a full bucket
        assertThat(cache.bytes()).isLessThanOrEqualTo(bytes);
        int newest = 0;
        for (int row = rows - capacity / 2; row < rows; row++) {
            newest += isThere(cache, values, row) ? 1 : 0;
        }
        assertThat(newest).isGreaterThan(capacity / 2 * 8 / 10);
        for (int row = 0; row < rows - bytes / (7 * Float.BYTES); row++) {
            assertThat(isThere(cache, values, row)).isFalse();
        }
    }

    @Test
    void shouldTellZerosApartAndFindMissingValues() {
        // Given
        RowCache cache = new RowCache(10_000);
        float[] rows = {0f, 1f, -0f, 1f, Float.NaN, 1f};
        put(cache, rows, 0);
        put(cache, rows, 2);

        // Then
        assertThat(isThere(cache, rows, 0)).isTrue();
        assertThat(isThere(cache, rows, 1)).isFalse();
        assertThat(isThere(cache, rows, 2)).isTrue();
        int same = RowCache.hash(1, rows, 0, 2);
        assertThat(cache.find(same, 1, rows, 2, 2)).isEqualTo(RowCache.NONE);
    }

    @Test
    void shouldSpreadRowsOfWholeNumbers() {
        // Given
        RowCache cache = new RowCache(1 << 21);
        float[] rows = new float[10_000 * 2];
        for (int row = 0; row < 10_000; row++) {
            rows[row * 2] = row % 100;
            rows[row * 2 + 1] = row / 100;
        }

        // When
        for (int row = 0; row < 10_000; row++) {
            put(cache, rows, row);
        }

        // Then
        int found = 0;
        for (int row = 0; row < 10_000; row++) {
            found += isThere(cache, rows, row) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(9_500);
    }

    @Test
    void shouldAllocateNothing() {
        // Given
        RowCache cache = new RowCache(100_000);
        float[] rows = new float[2_000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }

        // When / Then
        await().atMost(Duration.ofMinutes(2))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Allocation.of(() -> {
                            for (int row = 0; row < 1_000; row++) {
                                if (!isThere(cache, rows, row)) {
                                    put(cache, rows, row);
                                }
                            }
                        })
                        == 0);
    }

    private static void put(RowCache cache, float[] rows, int row) {
        int hash = RowCache.hash(1, rows, row * 2, 2);
        // the first numbers stand for scores
        cache.put(hash, 1, rows, row * 2, 2, rows, 0, CLASSES, false);
    }

    private static boolean isThere(RowCache cache, float[] rows, int row) {
        return cache.find(RowCache.hash(1, rows, row * 2, 2), 1, rows, row * 2, 2) != RowCache.NONE;
    }
}
