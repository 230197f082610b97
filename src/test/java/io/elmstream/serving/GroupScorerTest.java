package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupScorerTest {

    private static final int INPUTS = 5;
    private static final int CLASSES = 3;
    private static final CacheSettings CACHE = new CacheSettings(200_000, Rounding.NONE);

    private final Elm small = new Blobs(INPUTS, CLASSES, 90, 1).train(4, Activation.RELU);
    private final Elm large = new Blobs(INPUTS, CLASSES, 90, 1).train(70, Activation.TANH);
    private final ReadyVersion alone = ReadyVersions.of("shuttle", 1, 1, small);
    private final ReadyVersion pair =
            ReadyVersions.of("shuttle", 2, 1, new VerifiedDraft(small, large, new float[] {0.7f, 0.7f, 0.7f}));

    private final List<CacheUse> used = new ArrayList<>();
    private long nanos;

    @Property(tries = 100)
    void shouldGiveTheSameBitsAsWithoutACache(
            @ForAll @IntRange(min = 1, max = 40_000) int bytes,
            @ForAll @IntRange(min = 1, max = 400) int different,
            @ForAll boolean rounded,
            @ForAll boolean vectors,
            @ForAll long seed) {
        // Given
        ForwardPass pass = vectors ? ForwardPass.fastest() : new PlainForwardPass();
        Rounding rounding = rounded ? new Rounding(0.25, Map.of("feature1", 2.0)) : Rounding.NONE;
        GroupScorer scorer = new GroupScorer(pass, new CacheSettings(bytes, rounding), () -> 0, used::add);
        SplittableRandom random = new SplittableRandom(seed);

        for (int batch = 0; batch < 70; batch++) {
            ReadyVersion version = batch % 3 == 0 ? alone : pair;
            int count = 1 + random.nextInt(20);
            float[] rows = rows(random, count, different);

            // When
            Rows<ReadyVersion> scored = score(scorer, version, rows);

            // Then
            float[] expected = new float[count * CLASSES];
            boolean[] verified = new boolean[count];
            version.packed().score(pass, rounded ? rounded(rows) : rows, count, new Workspace(), expected, verified);
            assertThat(Arrays.copyOf(scored.scores(CLASSES), expected.length)).isEqualTo(expected);
            assertThat(Arrays.copyOf(scored.verified(), count)).isEqualTo(verified);
        }
        used.clear();
    }

    @Test
    void shouldAnswerRowsThatCameBefore() {
        // Given
        GroupScorer scorer = scorer();
        float[] rows = rows(new SplittableRandom(1), 10, Integer.MAX_VALUE);

        // When: the first group is scored without the cache
        for (int i = 0; i < 3; i++) {
            score(scorer, pair, rows);
        }

        // Then
        assertThat(used).extracting(CacheUse::rows).containsExactly(10, 10);
        assertThat(used).extracting(CacheUse::hits).containsExactly(0, 10);
    }

    @Test
    void shouldKeepVersionsApartButNotRevisions() {
        // Given
        GroupScorer scorer = scorer();
        float[] rows = rows(new SplittableRandom(1), 10, Integer.MAX_VALUE);
        score(scorer, alone, rows);
        score(scorer, pair, rows);
        score(scorer, pair, rows);
        used.clear();

        // When
        score(scorer, alone, rows);
        score(scorer, ReadyVersions.of("shuttle", 1, 7, small), rows);

        // Then
        assertThat(used).extracting(CacheUse::hits).containsExactly(0, 10);
    }

    @Test
    void shouldFindRowsThatAreEqualAfterRounding() {
        // Given
        GroupScorer scorer = new GroupScorer(
                new PlainForwardPass(), new CacheSettings(200_000, new Rounding(1, Map.of())), () -> 0, used::add);
        score(scorer, alone, new float[] {1, 2, 3, 4, 5});
        score(scorer, alone, new float[] {1, 2, 3, 4, 5});

        // When
        score(scorer, alone, new float[] {1.2f, 1.9f, 3, 4.4f, 4.6f});

        // Then
        assertThat(used).extracting(CacheUse::hits).containsExactly(0, 1);
    }

    @Test
    void shouldSwitchItselfOffWhereItCostsMoreThanItSaves() {
        // Given: a clock by which a call takes as long for the cache as for scoring
        GroupScorer scorer = scorer();
        SplittableRandom random = new SplittableRandom(1);
        int batches = 0;

        // When: nothing repeats
        int before;
        do {
            before = used.size();
            score(scorer, alone, rows(random, 256, Integer.MAX_VALUE));
            batches++;
        } while (used.size() > before || batches % CacheTrial.CONTROL == 1);

        // Then
        assertThat(batches).isGreaterThan(CacheTrial.WINDOWS * CacheTrial.SHORTEST_WINDOW / 256);
        used.clear();
        for (int i = 0; i < 2 * CacheTrial.CONTROL; i++) {
            score(scorer, alone, rows(random, 256, Integer.MAX_VALUE));
        }
        assertThat(used).isEmpty();
        // another version gets a trial of its own
        score(scorer, pair, rows(random, 2, 1));
        score(scorer, pair, rows(random, 2, 1));
        assertThat(used).hasSize(1);
    }

    @Test
    void shouldKeepNothingOfRowsThatCouldNotBeScored() {
        // Given
        AtomicLong calls = new AtomicLong();
        PlainForwardPass plain = new PlainForwardPass();
        GroupScorer scorer = new GroupScorer(
                (model, rows, count, workspace, probabilities) -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new IllegalStateException("broken");
                    }
                    plain.score(model, rows, count, workspace, probabilities);
                },
                CACHE,
                () -> 0,
                used::add);
        float[] rows = {1, 2, 3, 4, 5};
        score(scorer, alone, rows);

        // When / Then
        assertThatThrownBy(() -> score(scorer, alone, rows)).hasMessage("broken");
        score(scorer, alone, rows);
        score(scorer, alone, rows);
        assertThat(used).extracting(CacheUse::hits).containsExactly(0, 1);
    }

    private GroupScorer scorer() {
        return new GroupScorer(new PlainForwardPass(), CACHE, () -> nanos += 1_000, used::add);
    }

    private static Rows<ReadyVersion> score(GroupScorer scorer, ReadyVersion version, float[] rows) {
        MicroBatch<ReadyVersion, Integer> batch = new MicroBatch<>();
        Rows<ReadyVersion> group = batch.rowsFor(version, INPUTS);
        for (int at = 0; at < rows.length; at += INPUTS) {
            int start = group.next();
            System.arraycopy(rows, at, group.values(), start, INPUTS);
            batch.add(group, at);
        }
        scorer.score(group);
        return group;
    }

    private static float[] rows(SplittableRandom random, int count, int different) {
        float[] rows = new float[count * INPUTS];
        for (int r = 0; r < count; r++) {
            SplittableRandom values = new SplittableRandom(random.nextInt(different));
            for (int j = 0; j < INPUTS; j++) {
                rows[r * INPUTS + j] = (float) (10.0 * j + 12 * values.nextDouble() - 3);
            }
        }
        return rows;
    }

    private static float[] rounded(float[] rows) {
        float[] rounded = rows.clone();
        for (int i = 0; i < rows.length; i++) {
            double step = i % INPUTS == 1 ? 2 : 0.25;
            rounded[i] = (float) (Math.rint(rows[i] / step) * step) + 0f;
        }
        return rounded;
    }
}
