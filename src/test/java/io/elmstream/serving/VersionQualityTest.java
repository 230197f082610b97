package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.QualitySketch;
import io.elmstream.wire.CountedQuality;
import io.elmstream.wire.ServedVersion;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionQualityTest {

    private static final int SENSORS = 32;
    private static final VersionKey KEY = new VersionKey(new ModelId("pump"), 2);

    /** One bin for each sensor, whose number is the feature. */
    private final VersionQuality quality = new VersionQuality(
            KEY,
            new Contract(List.of("sensor"), List.of("fine", "leak")),
            new TrainingProfile(
                    100,
                    List.of(new FeatureBins(edges(), shares())),
                    new float[] {0.5f, 0.5f},
                    50,
                    new float[] {0.75f, 0.25f},
                    0.875,
                    0.8));

    private final VersionCounts counts = new VersionCounts();

    @Test
    void shouldCountClassesConfidencesAndLabels() {
        // Given
        counts.predicted(0, 0, false);
        counts.predicted(1, 0, false);
        counts.predicted(1, ServedVersion.UNLABELLED, false);

        // When
        quality.add(scored(0, 0.75f, 0.25f, 0.75f, Float.NaN));
        quality.add(scored(4, 0.5f));

        // Then: a reading that could not be scored is not counted
        CountedQuality counted = quality.counted(counts);
        assertThat(counted.version()).isEqualTo(KEY);
        assertThat(counted.expectation().predicted()).containsExactly(0.75, 0.25);
        assertThat(counted.counts())
                .returns(4L, QualitySketch::predictions)
                .returns(2L, QualitySketch::labelled)
                .returns(1L, QualitySketch::correct);
        assertThat(counted.counts().predicted()).containsExactly(3, 1);
        assertThat(counted.counts().confidence()).isCloseTo(0.75 + 0.75 + 0.75 + 0.5, within(1e-9));
        assertThat(counted.counts().squares()).isCloseTo(3 * 0.5625 + 0.25, within(1e-9));
    }

    @Test
    void shouldCountTheFeaturesOfASampleThatFavoursNoTurn() {
        // Given: sensors that report in turn, as many as the distance of the sample
        int rounds = 2_048;

        // When
        for (int round = 0; round < rounds; round++) {
            for (int sensor = 0; sensor < SENSORS; sensor += 8) {
                quality.add(scored(sensor, 1, 1, 1, 1, 1, 1, 1, 1));
            }
        }

        // Then
        QualitySketch sketch = quality.counted(counts).counts();
        assertThat(sketch.predictions()).isEqualTo((long) SENSORS * rounds);
        assertThat(sketch.sampled()).isEqualTo(rounds);
        long[] bySensor = Arrays.copyOf(sketch.features()[0], SENSORS);
        assertThat(Arrays.stream(bySensor).min().orElseThrow()).isGreaterThan(rounds / SENSORS / 2);
        assertThat(Arrays.stream(bySensor).max().orElseThrow()).isLessThan(rounds / SENSORS * 2);
    }

    @Test
    void shouldAddUpWhatThreadsCount() throws InterruptedException {
        // Given
        List<Thread> threads = IntStream.range(0, 12)
                .mapToObj(i -> new Thread(() -> {
                    for (int round = 0; round < 500; round++) {
                        quality.add(scored(i, 0.75f, 0.25f));
                    }
                }))
                .toList();

        // When
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        // Then
        QualitySketch sketch = quality.counted(counts).counts();
        assertThat(sketch.predictions()).isEqualTo(12_000);
        assertThat(sketch.predicted()).containsExactly(6_000, 6_000);
        assertThat(sketch.confidence()).isEqualTo(9_000);
    }

    /** Rows of consecutive sensors, with the probabilities of the first class. */
    private static Rows<String> scored(int firstSensor, float... probabilities) {
        MicroBatch<String, String> batch = new MicroBatch<>();
        Rows<String> rows = batch.rowsFor("version", 1);
        for (int i = 0; i < probabilities.length; i++) {
            int at = rows.next();
            rows.values()[at] = firstSensor + i;
            batch.add(rows, "reading");
        }
        float[] scores = rows.scores(2);
        for (int i = 0; i < probabilities.length; i++) {
            scores[2 * i] = probabilities[i];
            scores[2 * i + 1] = 1 - probabilities[i];
        }
        return rows;
    }

    private static float[] edges() {
        float[] edges = new float[SENSORS - 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = i + 1;
        }
        return edges;
    }

    private static float[] shares() {
        float[] shares = new float[SENSORS + 1];
        Arrays.fill(shares, 0, SENSORS, 1f / SENSORS);
        return shares;
    }
}
