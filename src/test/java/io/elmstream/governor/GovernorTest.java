package io.elmstream.governor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GovernorTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");

    private final GovernedModels models = new GovernedModels(new Governor(10_000, 500));

    @Nested
    class Publishing {

        @Test
        void shouldTakeTheFirstVersionAndItsContract() {
            // Given
            byte[] artefact = TestArtefacts.bytes("shuttle", 1, 7);

            // When
            Judgement judgement = models.judge(new Publish("r1", SHUTTLE, 1, artefact, false), 42);

            // Then
            assertThat(judgement.answer().decision()).isEqualTo(new Accepted(true, "shuttle version 1 is published"));
            assertThat(judgement.effect())
                    .isEqualTo(new Effect.Publish(
                            new PublishedVersion(1, ArtefactFormat.digest(artefact), artefact.length, 1, 42)));
            GovernedState governed = judgement.governed().orElseThrow();
            assertThat(governed.contract()).isEqualTo(TestArtefacts.CONTRACT);
            assertThat(governed.timeline()).isEqualTo(Timeline.empty(SHUTTLE));
        }

        @Test
        void shouldWriteAVersionOnceMoreThatIsPublishedAgainAndChangeNothing() {
            // Given
            publish(1);

            // When
            Judgement judgement =
                    models.judge(new Publish("again", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false), 43);

            // Then
            assertThat(judgement.answer().decision())
                    .isEqualTo(new Accepted(false, "shuttle version 1 is already published"));
            assertThat(judgement.effect())
                    .isInstanceOfSatisfying(
                            Effect.Publish.class,
                            again -> assertThat(again.version().acceptedAt()).isZero());
        }

        @Test
        void shouldWriteTheTimelineOnceMoreWithAVersionThatIsPublishedAgain() {
            // Given
            publish(1);
            models.judge(activate("a1", 1), 42);
            Timeline before = models.governed(SHUTTLE).orElseThrow().timeline();

            // When
            Judgement judgement =
                    models.judge(new Publish("again", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false), 43);

            // Then
            assertThat(judgement.effect())
                    .isInstanceOfSatisfying(
                            Effect.Restore.class,
                            again -> assertThat(again.moved()).isEqualTo(before));
            assertThat(models.governed(SHUTTLE).orElseThrow().timeline()).isEqualTo(before);
        }

        @Test
        void shouldRefuseOtherBytesUnderAPublishedVersion() {
            // Given
            publish(1);

            // When
            Judgement judgement =
                    models.judge(new Publish("r2", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 8), false), 43);

            // Then
            assertRefused(judgement, RefusalReason.VERSION_EXISTS, "version", "publish it under a new version");
        }

        @Test
        void shouldRefuseAnArtefactOverTheBoundBeforeReadingIt() {
            // Given
            Publish command = new Publish("r1", SHUTTLE, 1, new byte[10_001], false);

            // When
            Judgement judgement = models.judge(command, 0);

            // Then
            assertRefused(judgement, RefusalReason.TOO_LARGE, "artefact", "10001 bytes, more than the 10000");
        }

        @Test
        void shouldRefuseBytesThatAreNoModelFile() {
            // Given
            Publish command = new Publish(
                    "r1", SHUTTLE, 1, "nonsense, and a lot of it, more than a digest".getBytes(UTF_8), false);

            // When
            Judgement judgement = models.judge(command, 0);

            // Then
            assertRefused(judgement, RefusalReason.NOT_AN_ARTEFACT, "artefact", "ELMS");
        }

        @Test
        void shouldRefuseADamagedModelFile() {
            // Given
            byte[] artefact = TestArtefacts.bytes("shuttle", 1, 7);
            artefact[artefact.length / 2] ^= 1;

            // When
            Judgement judgement = models.judge(new Publish("r1", SHUTTLE, 1, artefact, false), 0);

            // Then
            assertRefused(judgement, RefusalReason.DIGEST_MISMATCH, "artefact", "");
        }

        @Test
        void shouldRefuseAnArtefactWithoutGoldenRows() {
            // Given
            byte[] artefact = TestArtefacts.withoutProbes("shuttle", 1);

            // When
            Judgement judgement = models.judge(new Publish("r1", SHUTTLE, 1, artefact, false), 0);

            // Then
            assertRefused(judgement, RefusalReason.INVALID_MODEL, "probes", "no golden rows");
        }

        @Test
        void shouldRefuseAnArtefactOfAnotherModelOrVersion() {
            // Given
            byte[] artefact = TestArtefacts.bytes("other", 2, 7);

            // When
            Judgement model = models.judge(new Publish("r1", SHUTTLE, 2, artefact, false), 0);
            Judgement version = models.judge(new Publish("r2", new ModelId("other"), 1, artefact, false), 0);

            // Then
            assertRefused(model, RefusalReason.WRONG_MODEL, "modelId", "its artefact contains other");
            assertRefused(version, RefusalReason.WRONG_VERSION, "version", "its artefact is version 2");
        }

        @Test
        void shouldRefuseOtherFeaturesOrLabelsThanTheFirstVersionHas() {
            // Given
            publish(1);
            Contract features = new Contract(List.of("pressure", "level"), List.of("normal", "leak"));
            Contract labels = new Contract(List.of("pressure", "flow"), List.of("normal", "leak", "burst"));

            // When
            Judgement byFeatures = models.judge(
                    new Publish("r2", SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 7, features), false), 0);
            Judgement byLabels =
                    models.judge(new Publish("r3", SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 7, labels), false), 0);

            // Then
            assertRefused(byFeatures, RefusalReason.FEATURES_DIFFER, "featureNames", "number 2 is 'level', not 'flow'");
            assertRefused(byLabels, RefusalReason.LABELS_DIFFER, "labels", "there are 3, not 2");
        }

        @Test
        void shouldRefuseAContractThatWouldNotFitIntoARecord() {
            // Given
            Contract wide = new Contract(List.of("f".repeat(40_000), "g".repeat(30_000)), List.of("normal", "leak"));
            Governor governor = new Governor(100_000, 500);

            // When
            Judgement judgement = new GovernedModels(governor)
                    .judge(new Publish("r1", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7, wide), false), 0);

            // Then
            assertRefused(judgement, RefusalReason.TOO_LARGE, "featureNames", "70010 characters together");
        }
    }

    @Nested
    class Activating {

        @Test
        void shouldMakeTheFirstChampionEffectiveFromTheBeginning() {
            // Given
            publish(3);

            // When
            Judgement judgement = models.judge(activate("a1", 3), 1_000);

            // Then
            assertThat(judgement.answer().decision())
                    .isEqualTo(new Accepted(true, "shuttle version 3 is the champion"));
            assertThat(judgement.effect().timeline().orElseThrow().steps())
                    .containsExactly(Step.champion(1, Step.BEGINNING, 3, "activated by request a1", 1_000));
            assertThat(judgement.answer().latest().map(Step::champion)).contains(3);
        }

        @Test
        void shouldMakeALaterChampionEffectiveAfterTheLead() {
            // Given
            publish(1);
            publish(2);
            models.judge(activate("a1", 1), 1_000);

            // When
            Judgement judgement = models.judge(activate("a2", 2), 2_000);

            // Then
            assertThat(judgement.effect().timeline().orElseThrow().latest())
                    .contains(Step.champion(2, 2_500, 2, "activated by request a2", 2_000));
        }

        @Test
        void shouldTakeEffectSoonThoughTheStepBeforeIsOfALaterClock() {
            // Given
            publish(1);
            publish(2);
            models.judge(activate("a1", 1), 1_000);
            models.judge(activate("a2", 2), 2_000);

            // When
            Judgement judgement = models.judge(activate("a3", 1), 500);

            // Then
            assertThat(judgement.effect().timeline().orElseThrow().latest().map(Step::effectiveFrom))
                    .contains(1_000L);
        }

        @Test
        void shouldLeaveTheChampionUnchangedThatIsActivatedAgain() {
            // Given
            publish(1);
            models.judge(activate("a1", 1), 1_000);

            // When
            Judgement judgement = models.judge(activate("a2", 1), 2_000);

            // Then
            assertThat(judgement.answer().decision())
                    .isEqualTo(new Accepted(false, "shuttle version 1 is already the champion"));
            assertThat(judgement.effect().timeline()).isEmpty();
        }

        @Test
        void shouldRefuseWhatHasNotBeenPublished() {
            // Given
            publish(1);

            // When
            Judgement version = models.judge(activate("a1", 2), 0);
            Judgement model = models.judge(
                    new Activate("a2", new ModelId("pump"), 1, OptionalLong.empty(), OptionalLong.empty()), 0);

            // Then
            assertRefused(version, RefusalReason.UNKNOWN_VERSION, "version", "shuttle has no version 2: publish it");
            assertRefused(model, RefusalReason.UNKNOWN_MODEL, "modelId", "no version of pump has been published");
            assertThat(model.governed()).isEmpty();
        }

        @Test
        void shouldRefuseTheLoserOfTwoWritersWithTheCurrentState() {
            // Given
            publish(1);
            publish(2);
            models.judge(new Activate("a1", SHUTTLE, 1, OptionalLong.of(0), OptionalLong.empty()), 0);

            // When
            Judgement judgement =
                    models.judge(new Activate("a2", SHUTTLE, 2, OptionalLong.of(0), OptionalLong.empty()), 0);

            // Then
            assertRefused(
                    judgement,
                    RefusalReason.CONFLICT,
                    "expectedRevision",
                    "expected revision 0 of shuttle, but it is 1 with champion 1");
            assertThat(judgement.answer().latest().map(Step::revision)).contains(1L);
        }

        @Test
        void shouldTakeTheExpectedRevision() {
            // Given
            publish(1);
            publish(2);
            models.judge(activate("a1", 1), 0);

            // When
            Judgement judgement =
                    models.judge(new Activate("a2", SHUTTLE, 2, OptionalLong.of(1), OptionalLong.empty()), 0);

            // Then
            assertThat(judgement.effect().timeline().map(Timeline::revision)).contains(2L);
        }
    }

    @Nested
    class Requests {

        @Test
        void shouldGiveADoubledCommandTheSameAnswerAndChangeNothing() {
            // Given
            publish(1);
            publish(2);
            Judgement first = models.judge(activate("a1", 1), 0);
            models.judge(activate("a2", 2), 0);
            Optional<GovernedState> before = models.governed(SHUTTLE);

            // When
            Judgement again = models.judge(activate("a1", 1), 10_000);

            // Then
            assertThat(again.answer()).isEqualTo(first.answer());
            assertThat(again.effect().timeline()).isEmpty();
            assertThat(again.governed()).isEqualTo(before);
        }

        @Test
        void shouldGiveADoubledRefusalAgainAlthoughItWouldBeAcceptedNow() {
            // Given
            publish(1);
            Judgement first = models.judge(activate("a1", 2), 0);
            publish(2);

            // When
            Judgement again = models.judge(activate("a1", 2), 0);

            // Then
            assertThat(again.answer()).isEqualTo(first.answer());
            assertThat(again.effect().timeline()).isEmpty();
        }

        @Test
        void shouldRefuseAnotherCommandUnderTheSameRequestId() {
            // Given
            publish(1);
            publish(2);
            models.judge(activate("a1", 1), 0);

            // When
            Judgement judgement = models.judge(activate("a1", 2), 0);

            // Then
            assertRefused(
                    judgement,
                    RefusalReason.REQUEST_ID_REUSED,
                    "requestId",
                    "request a1 was 'activate version 1', now it is 'activate version 2'");
        }

        @Test
        void shouldRememberABoundedNumberOfAnswers() {
            // Given
            publish(1);

            // When
            for (int i = 0; i < 2 * GovernedState.MAX_ANSWERS; i++) {
                models.judge(activate("a" + i, 1), i);
            }

            // Then
            GovernedState governed = models.governed(SHUTTLE).orElseThrow();
            assertThat(governed.answers()).hasSize(GovernedState.MAX_ANSWERS);
            assertThat(governed.answerTo("a" + (GovernedState.MAX_ANSWERS - 1))).isEmpty();
            assertThat(governed.answerTo("a" + GovernedState.MAX_ANSWERS)).isPresent();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 101})
        void shouldRefuseARequestIdOutOfRange(int length) {
            // Given
            Command command = activate("x".repeat(length), 1);

            // When
            Judgement judgement = models.judge(command, 0);

            // Then
            assertRefused(
                    judgement,
                    RefusalReason.BAD_REQUEST_ID,
                    "requestId",
                    "1 to 100 characters and not be blank, got " + length);
        }

        @Test
        void shouldRefuseAVersionBelowOne() {
            // Given / When
            Judgement judgement = models.judge(activate("a1", 0), 0);

            // Then
            assertRefused(judgement, RefusalReason.BAD_VERSION, "version", "1 or more, got 0");
        }

        @Test
        void shouldCutAMessageThatIsTooLongToKeep() {
            // Given / When
            Refused refused = Refused.of(RefusalReason.INVALID_MODEL, "artefact", "x".repeat(100_000));

            // Then
            assertThat(refused.message()).hasSize(Decision.MAX_MESSAGE).endsWith("x...");
            assertThat(new Accepted(true, "x".repeat(100_000)).message()).hasSize(Decision.MAX_MESSAGE);
        }

        @Test
        void shouldNotKeepACommandWhoseDigestIsNone() {
            // Given / When
            Judgement judgement = models.judge(
                    new Command.PublishUpload("u1", new ModelId("shuttle"), 1, "a".repeat(700_000), 10, 1, false), 0);

            // Then
            assertRefused(judgement, RefusalReason.BAD_PART, "artefactDigest", "64 lower-case hex digits, got 700000");
        }
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        // Given / When / Then
        assertThatThrownBy(() -> new Governor(0, 500))
                .hasMessageContaining("maxArtefactBytes must be 1 or more, got 0");
        assertThatThrownBy(() -> new Governor(1, -1)).hasMessageContaining("lead must be 0 or more, got -1");
    }

    private void publish(int version) {
        models.judge(
                new Publish("p" + version, SHUTTLE, version, TestArtefacts.bytes("shuttle", version, 7), false), 0);
    }

    private static Activate activate(String requestId, int version) {
        return new Activate(requestId, SHUTTLE, version, OptionalLong.empty(), OptionalLong.empty());
    }

    private static void assertRefused(Judgement judgement, RefusalReason reason, String field, String message) {
        assertThat(judgement.answer().decision()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.field()).contains(field);
            assertThat(refused.message()).contains(message);
        });
        assertThat(judgement.effect()).isEqualTo(new Effect.None());
    }
}
