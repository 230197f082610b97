package io.elmstream.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.model.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RolloutTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Step FIRST = Step.champion(1, Step.BEGINNING, 1, "first", 0);

    @Test
    void shouldSpreadKeysForEverInTheSameWay() {
        // When
        KeyBuckets buckets = KeyBuckets.of(SHUTTLE, 2);

        // Then: a change of these figures would move every sensor of every canary
        assertThat(List.of(buckets.bucket(key("pump-1")), buckets.bucket(key("pump-2")), buckets.bucket(key(""))))
                .isEqualTo(List.of(8_204, 6_131, 8_279));
    }

    @Test
    void shouldSpreadKeysEvenlyAndAnewForEveryChallenger() {
        // Given
        KeyBuckets second = KeyBuckets.of(SHUTTLE, 2);
        KeyBuckets third = KeyBuckets.of(SHUTTLE, 3);

        // When
        List<byte[]> keys =
                IntStream.range(0, 100_000).mapToObj(i -> key("sensor-" + i)).toList();
        long inTenth = keys.stream().filter(key -> second.bucket(key) < 1_000).count();
        long inBoth = keys.stream()
                .filter(key -> second.bucket(key) < 1_000 && third.bucket(key) < 1_000)
                .count();

        // Then: 10,000 and 1,000 expected, with room for five standard deviations
        assertThat(inTenth).isBetween(9_500L, 10_500L);
        assertThat(inBoth).isBetween(850L, 1_150L);
    }

    @Property
    void shouldKeepASensorInAShareThatGrows(
            @ForAll String sensor,
            @ForAll @IntRange(min = 1, max = 10_000) int share,
            @ForAll @IntRange(max = 9_999) int more) {
        // Given
        int larger = Math.min(10_000, share + more);

        // When
        boolean before = choice(Mode.CANARY, share, sensor).version() == 2;
        boolean after = choice(Mode.CANARY, larger, sensor).version() == 2;

        // Then
        assertThat(!before || after).isTrue();
    }

    @Test
    void shouldScoreBothVersionsInTheShareOfAChallenger() {
        // When, then
        assertThat(choice(Mode.SHADOW, 10_000, "pump-1"))
                .returns(1, Choice::version)
                .returns(OptionalInt.of(2), Choice::beside);
        assertThat(choice(Mode.CANARY, 10_000, "pump-1"))
                .returns(2, Choice::version)
                .returns(OptionalInt.of(1), Choice::beside);
    }

    @Test
    void shouldTakeStepsBackForReadingsOfAnyTimeAndRememberThem() {
        // Given
        Timeline timeline = Timeline.empty(SHUTTLE)
                .with(FIRST)
                .with(Step.champion(2, 1_000, 2, "second", 900))
                .with(Step.champion(3, 2_000, 3, "third", 1_900));

        // When
        Timeline back = timeline.without(3, "worse", 5_000);

        // Then
        assertThat(back.revision()).isEqualTo(4);
        assertThat(back.latest().map(Step::champion)).contains(2);
        assertThat(back.stepAt(2_500).map(Step::champion)).contains(2);
        assertThat(back.stepAt(999).map(Step::champion)).contains(1);
        assertThat(back.versions()).containsExactlyInAnyOrder(1, 2);
        assertThat(back.asOf(3)).isEqualTo(timeline);
        assertThat(back.steps().get(3))
                .returns(2, Step::champion)
                .returns(2_000L, Step::effectiveFrom)
                .returns(OptionalLong.of(3), Step::takesBack)
                .isInstanceOf(Step.Rollback.class);
        assertThat(back.without(2, "worse too", 6_000).latest().map(Step::champion))
                .contains(1);
    }

    @Test
    void shouldNeverTakeBackTheFirstStep() {
        // Given
        Timeline timeline = Timeline.empty(SHUTTLE).with(FIRST);

        // When, then
        assertThatThrownBy(() -> timeline.without(1, "gone", 0))
                .hasMessageContaining("no step of shuttle would be left");
    }

    @Test
    void shouldNameWhatIsOutOfRange() {
        // When, then
        assertThatThrownBy(() -> new Share(0)).hasMessageContaining("share must be 1 to 10000");
        assertThatThrownBy(() -> Step.challenge(2, 0, 1, challenger(Mode.SHADOW, 1, 1), "", 0))
                .hasMessageContaining("another version than the champion");
        assertThat(new Share(1_250)).hasToString("12.5 %");
    }

    private static Choice choice(Mode mode, int share, String sensor) {
        Timeline timeline = Timeline.empty(SHUTTLE)
                .with(FIRST)
                .with(Step.challenge(2, 100, 1, challenger(mode, 2, share), "try", 0));
        return timeline.choiceAt(200, key(sensor)).orElseThrow();
    }

    private static Challenger challenger(Mode mode, int version, int share) {
        return new Challenger(version, mode, new Share(share), Optional.empty());
    }

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }
}
