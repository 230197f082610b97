package io.elmstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.bench.CacheBench.Point;
import org.junit.jupiter.api.Test;

class CacheBenchTest {

    @Test
    void shouldFindWhereTheCacheBeginsToSave() {
        // 150 ns without hits and 50 with all; 100 without the cache
        assertThat(CacheBench.breakEven(new Point(0, 100, 150), new Point(0.9, 100, 60)))
                .isCloseTo(0.5, within(1e-9));
        assertThat(CacheBench.breakEven(new Point(0, 100, 90), new Point(0.9, 100, 60)))
                .isZero();
    }

    @Test
    void shouldFindThatTheCacheNeverSaves() {
        assertThat(CacheBench.breakEven(new Point(0, 50, 150), new Point(0.9, 50, 70)))
                .isNull();
        assertThat(CacheBench.breakEven(new Point(0, 50, 150), new Point(0.9, 50, 151)))
                .isNull();
    }
}
