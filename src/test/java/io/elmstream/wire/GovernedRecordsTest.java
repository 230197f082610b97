package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Answer;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GovernedRecordsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Step.Deployment FIRST = Step.champion(1, Step.BEGINNING, 1, "activated by request a", 0);

    @Test
    void shouldGiveBackAModelAsItWasStored() throws UnreadableRecordException {
        // Given
        Timeline timeline = new Timeline(
                SHUTTLE,
                List.of(
                        FIRST,
                        Step.champion(2, 1_000, 2, "activated by request b", 0).voided(3),
                        Step.champion(3, 5_000, 1, "rolled back by request c", 0)));
        GovernedState governed = new GovernedState(
                SHUTTLE,
                new Contract(List.of("pressure", "flow"), List.of("normal", "leak")),
                timeline,
                new Learning(true, Mode.CANARY, new Share(250), Optional.empty()),
                List.of(
                        new Answer("a", "activate version 1", new Accepted(true, "done"), Optional.of(FIRST), 4),
                        new Answer("b", "activate version 1", new Accepted(false, "so already"), Optional.of(FIRST), 4),
                        new Answer("c", "publish version 9", refused(Optional.of("version")), Optional.empty(), 0),
                        new Answer("d", "publish version 9", refused(Optional.empty()), Optional.empty(), 0)));

        // When
        byte[] stored = ControlCodec.governedModels().encode(0, GovernedRecords.model(governed));
        GovernedState read = GovernedRecords.model(ControlCodec.governedModels().decode(stored));

        // Then
        assertThat(read).isEqualTo(governed);
    }

    @Test
    void shouldGiveBackAVersionAsItWasStored() throws UnreadableRecordException {
        // Given
        PublishedVersion version = new PublishedVersion(7, "ab".repeat(32), 18_000, 1, 1_764_000_000_000L);

        // When
        byte[] stored = ControlCodec.governedVersions().encode(0, GovernedRecords.version(version));
        PublishedVersion read =
                GovernedRecords.version(ControlCodec.governedVersions().decode(stored));

        // Then
        assertThat(read).isEqualTo(version);
    }

    @Test
    void shouldStayWellWithinOneRecordHoweverMuchThereIsToRemember() {
        // Given: three bytes of UTF-8 a character, the most that Java's have
        String requestId = "\u20ac".repeat(100);
        List<Step.Deployment> steps = LongStream.rangeClosed(1, Timeline.MAX_STEPS)
                .mapToObj(revision -> Step.champion(
                        revision,
                        revision == 1 ? Step.BEGINNING : 4_102_444_800_000L,
                        Integer.MAX_VALUE,
                        "activated by request " + requestId,
                        0))
                .toList();
        List<Answer> answers = IntStream.range(0, GovernedState.MAX_ANSWERS)
                .mapToObj(i -> new Answer(
                        requestId,
                        "publish version " + Integer.MAX_VALUE + " ".repeat(100),
                        Refused.of(RefusalReason.MALFORMED, "artefact", "\u20ac".repeat(10_000)),
                        Optional.of(steps.get(1)),
                        2))
                .toList();
        Contract contract = new Contract(List.of("\u20ac".repeat(Contract.MAX_CHARACTERS - 2)), List.of("a", "b"));
        GovernedState governed =
                new GovernedState(SHUTTLE, contract, new Timeline(SHUTTLE, List.copyOf(steps)), answers);

        // When
        int size = ControlCodec.governedModels().encode(0, GovernedRecords.model(governed)).length;

        // Then
        assertThat(size).isLessThan(900_000);
    }

    private static Refused refused(Optional<String> field) {
        return new Refused(RefusalReason.VERSION_EXISTS, "there is another", field);
    }
}
