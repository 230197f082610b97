package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Learn;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LearnTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final OptionalLong ANY = OptionalLong.empty();
    private static final Learning CANARY = new Learning(
            true,
            Mode.CANARY,
            new Share(1_000),
            Optional.of(new Gate(100, OptionalDouble.of(0), OptionalDouble.empty(), 0)));

    private final GovernedModels models = new GovernedModels(new Governor(5_000, 500));
    private int requests;

    @BeforeEach
    void publish() {
        judge(new Publish(request(), SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false));
    }

    @Test
    void shouldSwitchLearningOnAndOff() {
        // Given
        activate();

        // When
        Judgement on = judge(new Learn(request(), SHUTTLE, 1, CANARY, OptionalLong.of(1)));
        Judgement again = judge(new Learn(request(), SHUTTLE, 1, CANARY, OptionalLong.of(1)));
        Learning between = models.governed(SHUTTLE).orElseThrow().learning();
        Judgement off = judge(new Learn(request(), SHUTTLE, 1, Learning.OFF, ANY));

        // Then
        assertThat(on.effect()).isEqualTo(new Effect.Learn(CANARY));
        assertThat(on.answer().decision())
                .isEqualTo(new Accepted(true, "learning of shuttle is on, versions as canary for 10 %"));
        assertThat(on.answer().revision()).isEqualTo(1);
        assertThat(again.effect()).isEqualTo(new Effect.None());
        assertThat(again.answer().decision())
                .isEqualTo(new Accepted(false, "learning of shuttle is already on, versions as canary for 10 %"));
        assertThat(between).isEqualTo(CANARY);
        assertThat(off.effect()).isEqualTo(new Effect.Learn(Learning.OFF));
        assertThat(models.governed(SHUTTLE).orElseThrow().learning()).isEqualTo(Learning.OFF);
    }

    @Test
    void shouldRefuseWhatCannotLearn() {
        // Given
        ModelId rules = new ModelId("shuttle.rules");

        // When, then
        assertThat(refusal(new Learn(request(), SHUTTLE, 1, CANARY, ANY)))
                .returns(RefusalReason.NO_CHAMPION, Refused::reason)
                .returns("shuttle has no champion to learn from: activate a version first", Refused::message);
        activate();
        assertThat(refusal(new Learn(request(), new ModelId("pump"), 1, CANARY, ANY))
                        .reason())
                .isEqualTo(RefusalReason.UNKNOWN_MODEL);
        assertThat(refusal(new Learn(request(), SHUTTLE, 2, CANARY, ANY)).reason())
                .isEqualTo(RefusalReason.UNKNOWN_VERSION);
        assertThat(refusal(new Learn(request(), SHUTTLE, 1, CANARY, OptionalLong.of(7)))
                        .reason())
                .isEqualTo(RefusalReason.CONFLICT);
        assertThat(refusal(new Learn(request(), rules, 1, CANARY, ANY)).reason())
                .isEqualTo(RefusalReason.CANNOT_LEARN);
        assertThat(models.governed(SHUTTLE).orElseThrow().learning()).isEqualTo(Learning.OFF);
    }

    @Test
    void shouldWriteTheSwitchAgainWithAVersionThatIsPublishedAgain() {
        // Given
        activate();
        judge(new Learn(request(), SHUTTLE, 1, CANARY, ANY));

        // When
        Judgement again = judge(new Publish(request(), SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false));

        // Then
        assertThat(again.effect())
                .isInstanceOfSatisfying(
                        Effect.Restore.class,
                        restored -> assertThat(restored.learning()).isEqualTo(CANARY));
    }

    private void activate() {
        judge(new Activate(request(), SHUTTLE, 1, ANY, ANY));
    }

    private Judgement judge(Command command) {
        Judgement judgement = models.judge(command, 1_000);
        assertThat(judgement.answer().decision()).isInstanceOf(Accepted.class);
        return judgement;
    }

    private Refused refusal(Command command) {
        return (Refused) models.judge(command, 1_000).answer().decision();
    }

    private String request() {
        return "r" + requests++;
    }
}
