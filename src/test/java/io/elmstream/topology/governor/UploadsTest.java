package io.elmstream.topology.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command;
import io.elmstream.governor.Governor;
import io.elmstream.governor.RefusalReason;
import io.elmstream.governor.Upload;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.wire.avro.ArtefactInParts;
import io.elmstream.wire.avro.ArtefactPart;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Model files that come in parts. */
class UploadsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final int MAX = 1_000;
    private static final int PART = 100;

    private final GovernorDriver driver = new GovernorDriver(new Governor(MAX, 500));
    private int requests;

    /** A file cut into parts. */
    private record Cut(int version, byte[] whole) {

        String digest() {
            return ArtefactFormat.digest(whole);
        }

        int parts() {
            return (whole.length + PART - 1) / PART;
        }

        byte[] part(int part) {
            return Arrays.copyOfRange(whole, part * PART, Math.min(whole.length, (part + 1) * PART));
        }
    }

    private final Cut first = new Cut(1, TestArtefacts.bytes("shuttle", 1, 1));
    private final Cut second = new Cut(2, TestArtefacts.bytes("shuttle", 2, 2));

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldPublishInterleavedUploadsWhosePartsComeInAnyOrderAndTwice() {
        // Given
        for (int part = first.parts() - 1; part >= 0; part--) {
            assertThat(send(first, part).getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
            send(second, part);
        }

        // When
        ModelStatus again = send(first, 0);
        ModelStatus published = publish(first);
        ModelStatus other = publish(second);

        // Then
        assertThat(again.getOutcome()).isEqualTo(CommandOutcome.UNCHANGED);
        assertThat(published.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        assertThat(other.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
        List<GovernorDriver.Model> models = driver.models();
        assertThat(models)
                .filteredOn(model -> model.value().getContent() instanceof ArtefactPart)
                .hasSize(first.parts() + second.parts());
        assertThat(models)
                .filteredOn(model -> model.value().getContent() instanceof ArtefactInParts)
                .extracting(GovernorDriver.Model::key)
                .containsExactly("shuttle/1", "shuttle/2");
        // the parts stand before what says that they are all there
        assertThat(models.get(first.parts()).value().getContent()).isInstanceOf(ArtefactInParts.class);
    }

    @Test
    void shouldWriteAPublishedVersionOnceMoreWhenItIsUploadedAgain() {
        // Given
        IntStream.range(0, first.parts()).forEach(part -> send(first, part));
        publish(first);
        List<GovernorDriver.Model> before = driver.models();

        // When
        ModelStatus withoutParts = publish(first);
        List<GovernorDriver.Model> unchanged = driver.models();
        IntStream.range(0, first.parts()).forEach(part -> send(first, part));
        ModelStatus again = publish(first);

        // Then
        assertThat(before).hasSize(first.parts() + 1);
        assertThat(withoutParts.getOutcome()).isEqualTo(CommandOutcome.UNCHANGED);
        assertThat(unchanged).isEmpty();
        assertThat(again.getOutcome()).isEqualTo(CommandOutcome.UNCHANGED);
        assertThat(driver.models()).isEqualTo(before);
    }

    @Test
    void shouldNameTheMissingPartsAndTakeThemLater() {
        // Given
        IntStream.range(0, first.parts()).filter(part -> part != 1).forEach(part -> send(first, part));

        // When
        ModelStatus early = publish(first);
        send(first, 1);
        ModelStatus complete = publish(first);

        // Then
        assertThat(early.getCode()).isEqualTo(RefusalReason.INCOMPLETE.name());
        assertThat(early.getMessage())
                .contains("1 of " + first.parts() + " parts")
                .contains("missing: 1;");
        assertThat(complete.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED);
    }

    @Test
    void shouldRefuseAPartOfWhichAByteWasChanged() {
        // Given
        byte[] changed = first.part(0);
        changed[3]++;

        // When
        ModelStatus answer = driver.send(new Command.UploadPart(
                "r", SHUTTLE, 1, first.digest(), 0, ArtefactFormat.digest(first.part(0)), changed));

        // Then
        assertThat(answer.getCode()).isEqualTo(RefusalReason.BAD_PART.name());
        assertThat(answer.getMessage()).contains("part 0");
    }

    @Test
    void shouldRefusePartsThatMakeAnotherFileThanTheySay() {
        // Given: each part is sound, but they are of two files
        IntStream.range(0, first.parts()).forEach(part -> sendAs(first, part, second.part(part)));

        // When
        ModelStatus answer = publish(first);

        // Then
        assertThat(answer.getCode()).isEqualTo(RefusalReason.DIGEST_MISMATCH.name());
        assertThat(driver.models()).isEmpty();
    }

    @Test
    void shouldRefuseWhatTheFileSaysOfItselfLikeAWholeOne() {
        // Given: the parts are complete, but of another version than the command says
        Cut wrong = new Cut(7, first.whole());
        IntStream.range(0, wrong.parts()).forEach(part -> send(wrong, part));

        // When
        ModelStatus answer = publish(wrong);

        // Then
        assertThat(answer.getCode()).isEqualTo(RefusalReason.WRONG_VERSION.name());
    }

    @Test
    void shouldBoundAnUploadAndAllTogetherBeforeTheyAreTaken() {
        // Given
        Cut bomb = new Cut(1, new byte[50 * PART]);

        // When
        List<ModelStatus> ofOne = IntStream.range(0, bomb.parts())
                .mapToObj(part -> send(bomb, part))
                .toList();
        List<ModelStatus> ofMany = IntStream.range(2, 60)
                .mapToObj(version -> send(new Cut(version, new byte[PART]), 0))
                .toList();
        ModelStatus farAway = sendAs(first, Upload.MAX_PARTS, first.part(0));

        // Then
        assertThat(ofOne.subList(0, MAX / PART))
                .allSatisfy(answer -> assertThat(answer.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED));
        assertThat(ofOne.subList(MAX / PART, bomb.parts()))
                .extracting(ModelStatus::getCode)
                .containsOnly(RefusalReason.TOO_LARGE.name());
        assertThat(ofMany.subList(0, 30))
                .allSatisfy(answer -> assertThat(answer.getOutcome()).isEqualTo(CommandOutcome.ACCEPTED));
        assertThat(ofMany.subList(30, ofMany.size()))
                .extracting(ModelStatus::getCode)
                .containsOnly(RefusalReason.TOO_MANY_UPLOADS.name());
        assertThat(farAway.getCode()).isEqualTo(RefusalReason.BAD_PART.name());
    }

    @Test
    void shouldBoundTheNumberOfPartsHoweverSmallTheyAre() {
        // Given
        try (GovernorDriver roomy = new GovernorDriver(new Governor(1_000_000, 500))) {

            // When
            List<ModelStatus> answers = IntStream.range(0, 4 * Upload.MAX_PARTS + 2)
                    .mapToObj(part -> roomy.send(new Command.UploadPart(
                            "r" + part,
                            SHUTTLE,
                            1 + part / 100,
                            "0".repeat(64),
                            part % 100,
                            ArtefactFormat.digest(new byte[] {1}),
                            new byte[] {1})))
                    .toList();

            // Then
            assertThat(answers.subList(0, 4 * Upload.MAX_PARTS))
                    .extracting(ModelStatus::getOutcome)
                    .containsOnly(CommandOutcome.ACCEPTED);
            assertThat(answers.subList(4 * Upload.MAX_PARTS, answers.size()))
                    .extracting(ModelStatus::getCode)
                    .containsOnly(RefusalReason.TOO_MANY_UPLOADS.name());
        }
    }

    @Test
    void shouldForgetAnUploadThatIsNotFinished() {
        // Given
        IntStream.range(1, first.parts()).forEach(part -> send(first, part));
        driver.advance(Upload.PATIENCE + 1);

        // When
        send(first, 0);
        ModelStatus answer = publish(first);

        // Then
        assertThat(answer.getCode()).isEqualTo(RefusalReason.INCOMPLETE.name());
        assertThat(answer.getMessage()).contains(first.parts() - 1 + " of " + first.parts());
    }

    private ModelStatus send(Cut cut, int part) {
        return sendAs(cut, part, cut.part(part));
    }

    private ModelStatus sendAs(Cut cut, int part, byte[] bytes) {
        return driver.send(new Command.UploadPart(
                "r" + requests++, SHUTTLE, cut.version(), cut.digest(), part, ArtefactFormat.digest(bytes), bytes));
    }

    private ModelStatus publish(Cut cut) {
        return driver.send(new Command.PublishUpload(
                "r" + requests++, SHUTTLE, cut.version(), cut.digest(), cut.whole().length, cut.parts(), false));
    }
}
