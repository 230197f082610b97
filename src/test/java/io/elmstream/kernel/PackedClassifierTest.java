package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.VerifiedDraft;
import io.elmstream.support.Allocation;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedClassifierTest {

    private static final int INPUTS = 5;
    private static final int CLASSES = 3;

    private final Elm draft = new Blobs(INPUTS, CLASSES, 90, 1).train(4, Activation.RELU);
    private final Elm verifier = new Blobs(INPUTS, CLASSES, 90, 1).train(70, Activation.TANH);

    @Property(tries = 200)
    void shouldGiveEveryRowTheAnswerThatItHasAlone(
            @ForAll @IntRange(min = 1, max = 67) int count,
            @ForAll long seed,
            @ForAll @FloatRange(min = 0.3f, max = 1) float threshold,
            @ForAll("forms") ForwardPass pass) {
        // Given
        PackedClassifier pair = PackedClassifier.pack(pair(threshold));
        float[] rows = rows(count, seed);
        float[] scored = new float[count * CLASSES];
        boolean[] verified = new boolean[count];

        // When
        pair.score(pass, rows, count, new Workspace(), scored, verified);

        // Then
        for (int r = 0; r < count; r++) {
            float[] row = Arrays.copyOfRange(rows, r * INPUTS, (r + 1) * INPUTS);
            float[] alone = new float[CLASSES];
            boolean[] aloneVerified = new boolean[1];
            pair.score(pass, row, 1, new Workspace(), alone, aloneVerified);
            assertThat(Arrays.copyOfRange(scored, r * CLASSES, (r + 1) * CLASSES))
                    .isEqualTo(alone);
            assertThat(verified[r]).isEqualTo(aloneVerified[0]);
            pass.score(PackedModel.pack(verified[r] ? verifier : draft), row, 1, new Workspace(), alone);
            assertThat(Arrays.copyOfRange(scored, r * CLASSES, (r + 1) * CLASSES))
                    .isEqualTo(alone);
        }
    }

    @Property(tries = 100)
    void shouldAskTheVerifierOnlyBelowTheThreshold(
            @ForAll long seed, @ForAll @FloatRange(min = 0.3f, max = 1) float threshold) {
        // Given
        int count = 40;
        float[] rows = rows(count, seed);
        float[] drafted = new float[count * CLASSES];
        boolean[] verified = new boolean[count];
        ForwardPass pass = ForwardPass.fastest();

        // When
        pass.score(PackedModel.pack(draft), rows, count, new Workspace(), drafted);
        PackedClassifier.pack(pair(threshold))
                .score(pass, rows, count, new Workspace(), new float[count * CLASSES], verified);

        // Then
        for (int r = 0; r < count; r++) {
            float confidence =
                    Math.max(drafted[r * CLASSES], Math.max(drafted[r * CLASSES + 1], drafted[r * CLASSES + 2]));
            assertThat(verified[r]).isEqualTo(confidence < threshold);
        }
    }

    @Test
    void shouldLeaveEveryRowToAModelThatIsAlone() {
        // Given
        boolean[] verified = {true, true};
        float[] scored = new float[2 * CLASSES];
        float[] expected = new float[2 * CLASSES];
        ForwardPass pass = new PlainForwardPass();

        // When
        PackedClassifier.pack(draft).score(pass, rows(2, 1), 2, new Workspace(), scored, verified);

        // Then
        pass.score(PackedModel.pack(draft), rows(2, 1), 2, new Workspace(), expected);
        assertThat(scored).isEqualTo(expected);
        assertThat(verified).containsExactly(false, false);
    }

    static Stream<ForwardPass> each() {
        return Stream.of(new PlainForwardPass(), ForwardPass.fastest());
    }

    @ParameterizedTest
    @MethodSource("each")
    void shouldAllocateNothingOnceItIsWarm(ForwardPass pass) {
        // Given
        PackedClassifier pair = PackedClassifier.pack(pair(0.8f));
        float[] rows = rows(100, 2);
        float[] scored = new float[100 * CLASSES];
        boolean[] verified = new boolean[100];
        Workspace workspace = new Workspace();

        // When / Then: vectors are objects until C2 has compiled the vector form
        await().atMost(Duration.ofMinutes(2))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Allocation.of(() -> {
                            for (int i = 0; i < 100; i++) {
                                pair.score(pass, rows, 100, workspace, scored, verified);
                            }
                        })
                        == 0);
        assertThat(verified).contains(true, false);
    }

    private VerifiedDraft pair(float threshold) {
        float[] thresholds = new float[CLASSES];
        Arrays.fill(thresholds, threshold);
        return new VerifiedDraft(draft, verifier, thresholds);
    }

    private static float[] rows(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[count * INPUTS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (10.0 * (i % INPUTS) + 12 * random.nextDouble() - 3);
        }
        return rows;
    }

    @Provide
    Arbitrary<ForwardPass> forms() {
        return Arbitraries.of(new PlainForwardPass(), ForwardPass.fastest());
    }
}
