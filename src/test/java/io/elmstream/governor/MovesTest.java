package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Promote;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Step.Deployment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MovesTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final OptionalLong ANY = OptionalLong.empty();
    private static final Governor GOVERNOR = new Governor(5_000, 500);

    private final GovernedModels models = new GovernedModels(GOVERNOR);
    private int requests;

    @BeforeEach
    void publishThreeVersions() {
        for (int version = 1; version <= 3; version++) {
            judge(new Publish(request(), SHUTTLE, version, TestArtefacts.bytes("shuttle", version, 7), false));
        }
    }

    @Test
    void shouldScheduleAChampionForATimeToCome() {
        // Given
        activate(1);

        // When
        Judgement later = judge(new Activate(request(), SHUTTLE, 2, ANY, OptionalLong.of(90_000)));
        judge(new Activate(request(), SHUTTLE, 3, ANY, OptionalLong.of(3)));

        // Then: what is past is raised to the lead, and the later command wins
        assertThat(models.governed(SHUTTLE).orElseThrow().timeline().steps())
                .extracting(Step::effectiveFrom)
                .containsExactly(Step.BEGINNING, 90_000L, 1_500L);
        assertThat(later.answer().decision().message())
                .isEqualTo("shuttle version 2 is the champion from 1970-01-01T00:01:30Z");
        assertThat(refusal(new Activate(request(), SHUTTLE, 2, ANY, OptionalLong.of(Long.MAX_VALUE))))
                .isEqualTo(RefusalReason.BAD_TIME);
    }

    @Test
    void shouldBringAScheduledChampionEarlierWhenAskedTo() {
        // Given
        activate(1);
        judge(new Activate(request(), SHUTTLE, 2, ANY, OptionalLong.of(90_000)));

        // When
        Judgement again = judge(new Activate(request(), SHUTTLE, 2, ANY, OptionalLong.of(90_000)));
        Judgement now = judge(new Activate(request(), SHUTTLE, 2, ANY, ANY));

        // Then
        assertThat(again.effect().timeline()).isEmpty();
        assertThat(again.answer().decision().message())
                .isEqualTo("shuttle version 2 is already the champion from 1970-01-01T00:01:30Z");
        assertThat(now.effect().timeline().orElseThrow().stepAt(1_500).map(Step::champion))
                .contains(2);
    }

    @Test
    void shouldTryAChallengerBesideAScheduledChampionOnlyOnceThatServes() {
        // Given
        activate(1);
        judge(new Activate(request(), SHUTTLE, 2, ANY, OptionalLong.of(90_000)));

        // When
        Judgement tried = judge(new Challenge(request(), SHUTTLE, challenger(3, 1_000), ANY));

        // Then
        assertThat(tried.effect().timeline().orElseThrow().stepAt(89_999).map(Step::champion))
                .contains(1);
        assertThat(tried.effect().timeline().orElseThrow().stepAt(90_000).flatMap(Deployment::challenger))
                .contains(challenger(3, 1_000));
        assertThat(tried.answer().decision().message()).endsWith(" from 1970-01-01T00:01:30Z");
    }

    @Test
    void shouldTryAChallengerBesideTheChampionAndPromoteIt() {
        // Given
        activate(1);

        // When
        judge(new Challenge(request(), SHUTTLE, challenger(2, 1_000), OptionalLong.of(1)));
        Judgement promoted = judge(new Promote(request(), SHUTTLE, 2, OptionalLong.of(2)));

        // Then
        assertThat(promoted.effect().timeline().orElseThrow().steps())
                .extracting(Step::champion, Step::challenger)
                .containsExactly(
                        tuple(1, Optional.empty()),
                        tuple(1, Optional.of(challenger(2, 1_000))),
                        tuple(2, Optional.empty()));
    }

    @Test
    void shouldRefuseAChallengeThatMakesNoSense() {
        // When, then
        assertThat(refusal(new Challenge(request(), SHUTTLE, challenger(2, 1), ANY)))
                .isEqualTo(RefusalReason.NO_CHAMPION);
        activate(1);
        assertThat(refusal(new Challenge(request(), SHUTTLE, challenger(1, 1), ANY)))
                .isEqualTo(RefusalReason.IS_CHAMPION);
        assertThat(refusal(new Promote(request(), SHUTTLE, 2, ANY))).isEqualTo(RefusalReason.NO_CHALLENGER);
        judge(new Challenge(request(), SHUTTLE, challenger(2, 1), ANY));
        assertThat(refusal(new Promote(request(), SHUTTLE, 3, ANY))).isEqualTo(RefusalReason.WRONG_STEP);
        assertThat(refusal(new Challenge(request(), SHUTTLE, challenger(9, 1), ANY)))
                .isEqualTo(RefusalReason.UNKNOWN_VERSION);
    }

    @Test
    void shouldTakeBackOneStepAfterTheOtherAtOnceAndNeverTheFirst() {
        // Given
        activate(1);
        activate(2);
        activate(3);

        // When
        Judgement once = judge(new Rollback(request(), SHUTTLE, 3, OptionalLong.of(3)));
        Judgement twice = judge(new Rollback(request(), SHUTTLE, 2, OptionalLong.of(4)));

        // Then
        assertThat(once.answer().latest().map(Step::champion)).contains(2);
        assertThat(twice.effect()
                        .timeline()
                        .orElseThrow()
                        .stepAt(Long.MAX_VALUE)
                        .map(Step::champion))
                .contains(1);
        assertThat(refusal(new Rollback(request(), SHUTTLE, 1, ANY))).isEqualTo(RefusalReason.NOTHING_TO_ROLL_BACK);
        assertThat(refusal(new Rollback(request(), SHUTTLE, 1, OptionalLong.of(3))))
                .isEqualTo(RefusalReason.CONFLICT);
    }

    @Test
    void shouldRetireOnlyWhatNoStepNeedsAndNeverUseItAgain() {
        // Given
        activate(1);
        activate(2);

        // When, then
        assertThat(refusal(new Retire(request(), SHUTTLE, 1, ANY))).isEqualTo(RefusalReason.STILL_NAMED);
        assertThat(refusal(new Retire(request(), SHUTTLE, 1, OptionalLong.of(1))))
                .isEqualTo(RefusalReason.CONFLICT);
        judge(new Rollback(request(), SHUTTLE, 2, ANY));
        assertThat(judge(new Retire(request(), SHUTTLE, 2, OptionalLong.of(3))).effect())
                .isInstanceOfSatisfying(
                        Effect.Retire.class,
                        retired -> assertThat(retired.version().retiredAt()).hasValue(1_000));
        assertThat(refusal(new Activate(request(), SHUTTLE, 2, ANY, ANY))).isEqualTo(RefusalReason.RETIRED);
        assertThat(refusal(new Publish(request(), SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 7), false)))
                .isEqualTo(RefusalReason.RETIRED);
    }

    @Test
    void shouldPromoteOrTakeBackByTheGate() {
        // Given
        activate(1);
        judge(new Challenge(request(), SHUTTLE, gated(2, 100), ANY));
        judge(new Challenge(request(), SHUTTLE, gated(2, 5_000), ANY));
        GovernedState governed = models.governed(SHUTTLE).orElseThrow();

        // When
        var undecided = GOVERNOR.decide(governed, counts(9, 9), 2_000);
        var early = GOVERNOR.decide(governed, counts(2_000_000, 2_000_000), 11_499);
        var passed = GOVERNOR.decide(governed, counts(10, 9), 11_500);
        var failed = GOVERNOR.decide(governed, counts(10, 5), 2_000);

        // Then
        assertThat(undecided).isEmpty();
        assertThat(early).as("before it was tried for ten seconds").isEmpty();
        assertThat(passed.orElseThrow().latest())
                .hasValueSatisfying(step -> assertThat(step)
                        .returns(2, Step::champion)
                        .returns("promoted by its gate; 10 readings compared, 90.00 % agreed", Step::reason));
        assertThat(failed.orElseThrow().latest().orElseThrow())
                .as("all steps of the challenger are gone")
                .isEqualTo(models.governed(SHUTTLE)
                        .orElseThrow()
                        .timeline()
                        .steps()
                        .get(0));
    }

    private Judgement judge(Command command) {
        Judgement judgement = models.judge(command, 1_000);
        assertThat(judgement.answer().decision()).isInstanceOf(Accepted.class);
        return judgement;
    }

    private RefusalReason refusal(Command command) {
        return ((Refused) models.judge(command, 1_000).answer().decision()).reason();
    }

    private void activate(int version) {
        judge(new Activate(request(), SHUTTLE, version, ANY, ANY));
    }

    private String request() {
        return "r" + requests++;
    }

    private static Challenger challenger(int version, int share) {
        return new Challenger(version, Mode.CANARY, new Share(share), Optional.empty());
    }

    private static Challenger gated(int version, int share) {
        return new Challenger(
                version,
                Mode.CANARY,
                new Share(share),
                Optional.of(new Gate(10, OptionalDouble.empty(), OptionalDouble.of(0.8), 0.1)));
    }

    private static Comparison counts(long compared, long agreed) {
        return new Comparison(compared, agreed, Map.of(), 0, 0, 0, 0);
    }
}
