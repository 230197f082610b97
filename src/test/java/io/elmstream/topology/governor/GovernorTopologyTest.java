package io.elmstream.topology.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Learn;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Governor;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.avro.Artefact;
import io.elmstream.wire.avro.ChallengerMode;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelCommand;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GovernorTopologyTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");

    private final GovernorDriver driver = new GovernorDriver(new Governor(5_000, 500));

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldPublishTheArtefactAndAnswer() {
        // Given
        byte[] artefact = TestArtefacts.bytes("shuttle", 1, 7);

        // When
        ModelStatus status = driver.send(new Publish("p1", SHUTTLE, 1, artefact, false));

        // Then
        assertThat(status.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(status.getRequestId()).isEqualTo("p1");
        assertThat(status.getModelId()).isEqualTo("shuttle");
        assertThat(status.getVersion()).isEqualTo(1);
        assertThat(status.getCode()).isNull();
        assertThat(status.getRevision()).isNull();
        assertThat(status.getAt()).isEqualTo(driver.now());
        assertThat(driver.models()).singleElement().satisfies(model -> {
            assertThat(model.key()).isEqualTo("shuttle/1");
            assertThat(model.value().getContent()).isInstanceOfSatisfying(Artefact.class, content -> {
                assertThat(content.getBytes().array()).isEqualTo(artefact);
                assertThat(content.getDigest()).isEqualTo(ArtefactFormat.digest(artefact));
            });
        });
    }

    @Test
    void shouldActivateTheFirstVersionFromTheBeginningAndTheNextAfterTheLead() {
        // Given
        publish(1);
        publish(2);
        driver.models();

        // When
        ModelStatus first = driver.send(activate("a1", 1));
        driver.advance(10_000);
        ModelStatus second = driver.send(activate("a2", 2));

        // Then
        assertThat(first.getRevision()).isEqualTo(1);
        assertThat(first.getChampion()).isEqualTo(1);
        assertThat(first.getEffectiveFrom()).isNull();
        assertThat(second.getRevision()).isEqualTo(2);
        assertThat(second.getChampion()).isEqualTo(2);
        long made = driver.now().toEpochMilli();
        Instant takesOver = driver.now().plusMillis(500);
        assertThat(second.getEffectiveFrom()).isEqualTo(takesOver);
        assertThat(driver.models())
                .extracting(
                        model -> model.key(),
                        model -> ModelRecords.timeline(model.value()).steps())
                .containsExactly(
                        tuple(
                                "shuttle",
                                List.of(Step.champion(1, Step.BEGINNING, 1, "activated by request a1", made - 10_000))),
                        tuple(
                                "shuttle",
                                List.of(
                                        Step.champion(1, Step.BEGINNING, 1, "activated by request a1", made - 10_000),
                                        Step.champion(
                                                2, takesOver.toEpochMilli(), 2, "activated by request a2", made))));
    }

    @Test
    void shouldSayWhatWasSoAlreadyAndWriteNothing() {
        // Given
        publish(1);
        driver.send(activate("a1", 1));
        driver.models();

        // When
        ModelStatus activated = driver.send(activate("a2", 1));

        // Then
        assertThat(activated.getOutcome()).isEqualTo(CommandOutcome.UNCHANGED);
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldPublishWhetherAModelLearnsUnderItsOwnKey() {
        // Given
        Learning on = new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty());
        publish(1);
        driver.send(activate("a1", 1));
        driver.models();

        // When
        ModelStatus status = driver.send(new Learn("l1", SHUTTLE, 1, on, OptionalLong.of(1)));
        ModelStatus doubled = driver.send(new Learn("l1", SHUTTLE, 1, on, OptionalLong.of(1)));

        // Then
        assertThat(status.getOutcome()).as(status.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(status.getRevision()).isEqualTo(1);
        assertThat(doubled.getMessage()).isEqualTo(status.getMessage());
        assertThat(driver.models())
                .extracting(GovernorDriver.Model::key, GovernorDriver.Model::value)
                .containsExactly(tuple("shuttle/learning", ModelRecords.learning(SHUTTLE, on)));
    }

    @Test
    void shouldRefuseAShareThatIsNone() {
        // Given
        var learning = new io.elmstream.wire.avro.Learning(true, ChallengerMode.SHADOW, 0, null);

        // When
        ModelStatus status =
                driver.send(new ModelCommand(4, "l1", "shuttle", 1, new io.elmstream.wire.avro.Learn(learning, null)));

        // Then
        assertThat(status.getCode()).isEqualTo(RefusalReason.BAD_CHALLENGER.name());
        assertThat(status.getField()).isEqualTo("learning");
        assertThat(status.getMessage()).startsWith("share must be 1 to 10000");
    }

    @Test
    void shouldWriteVersionAndTimelineAsTheyWereWhenAVersionIsPublishedAgain() {
        // Given
        publish(1);
        driver.send(activate("a1", 1));
        List<KeyValue<String, byte[]>> before = driver.modelRecords();

        // When
        ModelStatus published = driver.send(new Publish("p2", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false));

        // Then
        assertThat(published.getOutcome()).isEqualTo(CommandOutcome.UNCHANGED);
        assertThat(driver.modelRecords()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void shouldAnswerADoubledCommandTheSameAndChangeNothing() {
        // Given
        publish(1);
        publish(2);
        ModelStatus first = driver.send(activate("a1", 1));
        driver.send(activate("a2", 2));
        driver.models();

        // When
        ModelStatus again = driver.send(activate("a1", 1));

        // Then
        assertThat(again.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(again.getMessage()).isEqualTo(first.getMessage());
        assertThat(again.getRevision()).isEqualTo(first.getRevision());
        assertThat(again.getCommandOffset()).isEqualTo(first.getCommandOffset() + 2);
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldRefuseWhatDoesNotBelongAndKeepTheGoodChampion() {
        // Given
        publish(1);
        driver.send(activate("a1", 1));
        driver.models();
        byte[] damaged = TestArtefacts.bytes("shuttle", 2, 7);
        damaged[60] ^= 1;
        Contract other = new Contract(List.of("pressure", "flow"), List.of("normal", "burst"));

        // When / Then
        assertRefused(
                driver.send(new Publish("1", SHUTTLE, 2, damaged, false)), RefusalReason.DIGEST_MISMATCH, "artefact");
        assertRefused(
                driver.send(new Publish("2", SHUTTLE, 2, new byte[5_001], false)), RefusalReason.TOO_LARGE, "artefact");
        assertRefused(
                driver.send(new Publish("3", SHUTTLE, 2, new byte[0], false)),
                RefusalReason.NOT_AN_ARTEFACT,
                "artefact");
        assertRefused(
                driver.send(new Publish("4", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 8), false)),
                RefusalReason.VERSION_EXISTS,
                "version");
        assertRefused(
                driver.send(new Publish("5", SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 7, other), false)),
                RefusalReason.LABELS_DIFFER,
                "labels");
        assertRefused(driver.send(activate("6", 2)), RefusalReason.UNKNOWN_VERSION, "version");
        assertRefused(driver.send(activate("7", -1)), RefusalReason.BAD_VERSION, "version");
        ModelStatus conflict = driver.send(new Activate("8", SHUTTLE, 1, OptionalLong.of(0), OptionalLong.empty()));
        assertRefused(conflict, RefusalReason.CONFLICT, "expectedRevision");
        assertThat(conflict.getChampion()).isEqualTo(1);
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldAnswerWhatIsNoCommandWithItsPosition() {
        // Given
        byte[][] values = {null, {}, {0}, "hello, governor".getBytes(), new byte[1_000]};

        for (int i = 0; i < values.length; i++) {
            // When
            ModelStatus status = driver.send(values[i]);

            // Then
            assertThat(status.getCode()).isEqualTo(RefusalReason.UNREADABLE.name());
            assertThat(status.getRequestId()).isNull();
            assertThat(status.getModelId()).isNull();
            assertThat(status.getCommandTopic()).isEqualTo("model-control");
            assertThat(status.getCommandPartition()).isZero();
            assertThat(status.getCommandOffset()).isEqualTo(i);
        }
    }

    @Test
    void shouldAnswerACommandForAModelThatCannotBe() {
        // Given
        ModelCommand command =
                new ModelCommand(2, "r1", "No Such Name", 3, new io.elmstream.wire.avro.Activate(null, null));

        // When
        ModelStatus status = driver.send(command);

        // Then
        assertRefused(status, RefusalReason.BAD_MODEL_ID, "modelId");
        assertThat(status.getRequestId()).isEqualTo("r1");
        assertThat(status.getVersion()).isEqualTo(3);
    }

    @Test
    void shouldNotRepeatARequestIdThatIsTooLong() {
        // Given
        Activate command = new Activate("x".repeat(500_000), SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty());

        // When
        ModelStatus status = driver.send(command);

        // Then
        assertRefused(status, RefusalReason.BAD_REQUEST_ID, "requestId");
        assertThat(status.getRequestId()).isNull();
    }

    @Test
    void shouldKeepModelsApart() {
        // Given
        publish(1);
        driver.send(activate("a1", 1));

        // When
        ModelStatus other =
                driver.send(new Activate("a1", new ModelId("pump"), 1, OptionalLong.empty(), OptionalLong.empty()));

        // Then
        assertRefused(other, RefusalReason.UNKNOWN_MODEL, "modelId");
        assertThat(other.getChampion()).isNull();
    }

    @Test
    void shouldAnswerWhateverComesInAndLetNoDamagedModelThrough() {
        // Given
        byte[] artefact = TestArtefacts.bytes("shuttle", 1, 7);
        byte[] sound = ControlCodec.commands()
                .encode(0, CommandRecords.command(new Publish("p1", SHUTTLE, 1, artefact, false)));
        Random random = new Random(20_261_123);

        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = Arrays.copyOf(sound, sound.length - (i % 3 == 0 ? random.nextInt(sound.length) : 0));
            for (int flips = random.nextInt(5); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }

            // When
            ModelStatus status = driver.send(damaged);

            // Then
            assertThat(status.getCommandOffset()).isEqualTo(i);
        }
        assertThat(driver.models())
                .extracting(model -> model.value().getContent())
                .allSatisfy(content ->
                        assertThat(((Artefact) content).getBytes().array()).isEqualTo(artefact));
    }

    private void publish(int version) {
        driver.send(new Publish("p" + version, SHUTTLE, version, TestArtefacts.bytes("shuttle", version, 7), false));
    }

    private static Activate activate(String requestId, int version) {
        return new Activate(requestId, SHUTTLE, version, OptionalLong.empty(), OptionalLong.empty());
    }

    private static void assertRefused(ModelStatus status, RefusalReason reason, String field) {
        assertThat(status.getOutcome()).isEqualTo(CommandOutcome.REFUSED);
        assertThat(status.getCode()).isEqualTo(reason.name());
        assertThat(status.getField()).isEqualTo(field);
        assertThat(status.getMessage()).isNotBlank();
    }
}
