package io.elmstream.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rule sets on the control topic: what the governor takes, and how they come into force and leave it. */
class RuleAdmissionTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final ModelId RULES = new ModelId("shuttle.rules");

    private final GovernedModels models = new GovernedModels(new Governor(10_000, 500));

    @Test
    void shouldTakeARuleSetAndBeginATimelineWithoutRules() {
        // Given
        model();

        // When
        Judgement judgement = publish("r1", 1, rules("shuttle", 1, "confidence < 0.6"));

        // Then
        assertThat(judgement.answer().decision()).isEqualTo(new Accepted(true, "shuttle.rules version 1 is published"));
        Timeline timeline = judgement.governed().orElseThrow().timeline();
        assertThat(timeline.latest().orElseThrow().champion()).isEqualTo(Step.NONE);
        assertThat(judgement.effect())
                .isInstanceOfSatisfying(
                        Effect.Restore.class,
                        restored -> assertThat(restored.moved()).isEqualTo(timeline));
    }

    @Test
    void shouldTryTheFirstRuleSetBesideNoneAndRollItBack() {
        // Given
        model();
        publish("r1", 1, rules("shuttle", 1, "confidence < 0.6"));
        Challenger shadow = new Challenger(1, Mode.SHADOW, Share.ALL, Optional.empty());

        // When
        Judgement tried = models.judge(new Challenge("c1", RULES, shadow, OptionalLong.of(1)), 1_000);
        Judgement active =
                models.judge(new Activate("a1", RULES, 1, OptionalLong.of(2), OptionalLong.of(90_000)), 1_000);
        Judgement back = models.judge(new Rollback("b1", RULES, 1, OptionalLong.of(3)), 2_000);
        Judgement without = models.judge(new Rollback("b2", RULES, 1, OptionalLong.of(4)), 2_000);

        // Then
        assertThat(tried.answer().decision()).isInstanceOf(Accepted.class);
        assertThat(active.governed()
                        .orElseThrow()
                        .timeline()
                        .stepAt(89_999)
                        .orElseThrow()
                        .champion())
                .isEqualTo(Step.NONE);
        assertThat(active.governed()
                        .orElseThrow()
                        .timeline()
                        .stepAt(90_000)
                        .orElseThrow()
                        .champion())
                .isEqualTo(1);
        assertThat(back.answer().decision())
                .isEqualTo(
                        new Accepted(true, "shuttle.rules has no rule set, and version 1 as shadow for 100 % again"));
        assertThat(without.answer().decision()).isEqualTo(new Accepted(true, "shuttle.rules has no rule set again"));
        assertThat(back.governed()
                        .orElseThrow()
                        .timeline()
                        .stepAt(90_000)
                        .orElseThrow()
                        .champion())
                .isEqualTo(Step.NONE);
    }

    @Test
    void shouldRefuseARuleThatNamesAnUnknownFeature() {
        // Given
        model();

        // When
        Judgement judgement = publish("r1", 1, rules("shuttle", 1, "temprature > 80"));

        // Then
        Refused refused = (Refused) judgement.answer().decision();
        assertThat(refused.reason()).isEqualTo(RefusalReason.INVALID_RULES);
        assertThat(refused.message()).contains("temprature");
        assertThat(judgement.effect()).isEqualTo(new Effect.None());
    }

    @Test
    void shouldRefuseARuleSetForAModelThatIsNotPublished() {
        // When
        Judgement judgement = publish("r1", 1, rules("shuttle", 1, "confidence < 0.6"));

        // Then
        assertThat(judgement.answer().decision())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.UNKNOWN_MODEL));
    }

    @Test
    void shouldRefuseARuleSetUnderTheNameOfAnotherModelOrVersion() {
        // Given
        model();

        // When
        Judgement model = publish("r1", 1, rules("pump", 1, "confidence < 0.6"));
        Judgement version = publish("r2", 2, rules("shuttle", 1, "confidence < 0.6"));
        Judgement asModel =
                models.judge(new Publish("r3", SHUTTLE, 2, rules("shuttle", 2, "confidence < 0.6"), false), 0);

        // Then
        assertThat(reason(model)).isEqualTo(RefusalReason.WRONG_MODEL);
        assertThat(reason(version)).isEqualTo(RefusalReason.WRONG_VERSION);
        assertThat(reason(asModel)).isEqualTo(RefusalReason.NOT_AN_ARTEFACT);
    }

    @Test
    void shouldRefuseAModelUnderAnIdOfRuleSets() {
        // When
        Judgement judgement =
                models.judge(new Publish("r1", RULES, 1, TestArtefacts.bytes("shuttle.rules", 1, 7), false), 0);

        // Then
        assertThat(reason(judgement)).isEqualTo(RefusalReason.BAD_MODEL_ID);
    }

    @Test
    void shouldRefuseRuleSetsWhereTheyAreNotEnabled() {
        // Given
        GovernedModels without = new GovernedModels(new Governor(10_000, 500, 0, false));

        // When
        Judgement judgement =
                without.judge(new Publish("r1", RULES, 1, rules("shuttle", 1, "confidence < 0.6"), false), 0);

        // Then
        assertThat(reason(judgement)).isEqualTo(RefusalReason.RULES_OFF);
        assertThat(judgement.answer().decision().message()).contains("rules.enabled");
    }

    @Test
    void shouldRefuseBytesThatAreNoRuleSet() {
        // Given
        model();

        // When
        Judgement judgement = publish("r1", 1, "{\"format\":1}".getBytes(UTF_8));

        // Then
        assertThat(reason(judgement)).isEqualTo(RefusalReason.INVALID_RULES);
    }

    @Test
    void shouldWarnOfAVersionThatLacksWhatRulesInForceName() {
        // Given
        model();
        Contract less = new Contract(List.of("pressure"), List.of("normal", "burst"));
        publish("r1", 1, rules("shuttle", 1, "confidence < 0.6 || flow > 80 && label == 'leak'"));
        publish("r2", 2, rules("shuttle", 2, "confidence < 0.6 || pressure > 80"));

        // When
        Judgement before =
                models.judge(new Publish("m2", SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 7, less), true), 1_000);
        models.judge(new Activate("a1", RULES, 1, OptionalLong.empty(), OptionalLong.empty()), 1_000);
        Judgement lacking =
                models.judge(new Publish("m3", SHUTTLE, 3, TestArtefacts.bytes("shuttle", 3, 7, less), true), 2_000);
        Judgement fitting =
                models.judge(new Publish("m4", SHUTTLE, 4, TestArtefacts.bytes("shuttle", 4, 7), true), 2_000);

        // Then
        assertThat(before.answer().decision()).isEqualTo(new Accepted(true, "shuttle version 2 is published"));
        assertThat(lacking.answer().decision())
                .isEqualTo(new Accepted(
                        true,
                        "shuttle version 3 is published; warning: the rule sets of the model name features that this"
                                + " version lacks, so conditions see NaN: \"flow\"; warning: the rule sets of the model"
                                + " name labels that this version lacks, so it never predicts them: \"leak\""));
        assertThat(fitting.answer().decision()).isEqualTo(new Accepted(true, "shuttle version 4 is published"));
    }

    private static RefusalReason reason(Judgement judgement) {
        return ((Refused) judgement.answer().decision()).reason();
    }

    private void model() {
        models.judge(new Publish("m1", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false), 0);
    }

    private Judgement publish(String request, int version, byte[] rules) {
        return models.judge(new Publish(request, RULES, version, rules, false), 0);
    }

    private static byte[] rules(String model, int version, String condition) {
        String document = """
                model: %s
                version: %d
                rules: [{name: unsure, when: "%s", abstain: true}]
                probes: [{confidence: 0.5, expect: {fired: [unsure]}}]
                """.formatted(model, version, condition);
        try {
            return RuleSetFormat.write(RuleSetFormat.parse(document));
        } catch (RuleSetException e) {
            throw new AssertionError(e);
        }
    }
}
