package io.elmstream.topology.governor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Learn;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.governor.Upload;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.support.SmallModel;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** A governor that has lost its state, beside a models topic that has not. */
class RebuildModelsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Governor GOVERNOR = new Governor(ArtefactFormat.MAX_BYTES, 500);

    private final List<String> told = new ArrayList<>();
    private final List<ModelsTopic.Entry> topic = new ArrayList<>();

    @Test
    void shouldGoOnWithTimelineVersionsAndDigests() {
        // Given
        try (GovernorDriver before = new GovernorDriver(GOVERNOR)) {
            accept(before, new Publish("p1", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false));
            accept(before, new Publish("p2", SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 8), false));
            accept(before, new Activate("a1", SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty()));
            accept(before, new Activate("a2", SHUTTLE, 2, OptionalLong.empty(), OptionalLong.empty()));
            keep(before);
        }

        // When
        try (GovernorDriver after = rebuilding()) {
            ModelStatus other = after.send(new Publish("p3", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 9), false));
            ModelStatus same = after.send(new Publish("p4", SHUTTLE, 2, TestArtefacts.bytes("shuttle", 2, 8), false));
            ModelStatus third = after.send(new Publish("p5", SHUTTLE, 3, TestArtefacts.bytes("shuttle", 3, 7), false));
            after.models();
            ModelStatus next = after.send(new Activate("a3", SHUTTLE, 3, OptionalLong.of(2), OptionalLong.empty()));

            // Then
            assertThat(other.getCode()).isEqualTo("VERSION_EXISTS");
            assertThat(same.getOutcome()).isEqualTo(CommandOutcome.UNCHANGED);
            assertThat(third.getOutcome()).as(third.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
            assertThat(next.getRevision()).isEqualTo(3);
            assertThat(ModelRecords.timeline(after.models().get(0).value()).steps())
                    .extracting(Step::revision, Step::champion)
                    .containsExactly(tuple(1L, 1), tuple(2L, 2), tuple(3L, 3));
            assertThat(told).singleElement().asString().contains("1 model with 2 versions");
        }
    }

    @Test
    void shouldKnowAModelInPartsAndOneThatIsRetired() {
        // Given
        byte[] large = SmallModel.large(1, 1_600_000);
        try (GovernorDriver before = new GovernorDriver(GOVERNOR)) {
            int parts = (large.length + Upload.PART_BYTES - 1) / Upload.PART_BYTES;
            String digest = ArtefactFormat.digest(large);
            for (int part = 0; part < parts; part++) {
                int from = part * Upload.PART_BYTES;
                byte[] bytes = Arrays.copyOfRange(large, from, Math.min(large.length, from + Upload.PART_BYTES));
                accept(
                        before,
                        new UploadPart("u" + part, SHUTTLE, 1, digest, part, ArtefactFormat.digest(bytes), bytes));
            }
            accept(before, new PublishUpload("u", SHUTTLE, 1, digest, large.length, parts, false));
            accept(before, new Publish("p2", SHUTTLE, 2, SmallModel.artefact(2), false));
            accept(before, new Activate("a2", SHUTTLE, 2, OptionalLong.empty(), OptionalLong.empty()));
            keep(before);
            topic.add(new ModelsTopic.Entry(
                    topic.size(), ControlCodec.models().encode(7, ModelRecords.retired(SHUTTLE, 3, "digest")), 1));
        }

        // When
        try (GovernorDriver after = rebuilding()) {
            ModelStatus first = after.send(new Activate("a1", SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty()));
            ModelStatus retired =
                    after.send(new Activate("a3", SHUTTLE, 3, OptionalLong.empty(), OptionalLong.empty()));

            // Then
            assertThat(first.getOutcome()).as(first.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
            assertThat(retired.getCode()).isEqualTo("RETIRED");
        }
    }

    @Test
    void shouldKnowWhetherAModelLearns() {
        // Given
        Learning on = new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty());
        try (GovernorDriver before = new GovernorDriver(GOVERNOR)) {
            accept(before, new Publish("p1", SHUTTLE, 1, TestArtefacts.bytes("shuttle", 1, 7), false));
            accept(before, new Activate("a1", SHUTTLE, 1, OptionalLong.empty(), OptionalLong.empty()));
            accept(before, new Learn("l1", SHUTTLE, 1, on, OptionalLong.of(1)));
            keep(before);
        }

        // When
        try (GovernorDriver after = rebuilding()) {
            ModelStatus same = after.send(new Learn("l2", SHUTTLE, 1, on, OptionalLong.of(1)));

            // Then
            assertThat(same.getOutcome()).as(same.getMessage()).isEqualTo(CommandOutcome.UNCHANGED);
        }
    }

    @Test
    void shouldSayNothingWhereThereIsNothing() {
        // When
        try (GovernorDriver fresh = rebuilding()) {
            // Then
            assertThat(told).isEmpty();
            assertThat(fresh.models()).isEmpty();
        }
    }

    private void keep(GovernorDriver driver) {
        for (KeyValue<String, byte[]> record : driver.modelRecords()) {
            topic.add(new ModelsTopic.Entry(
                    topic.size(), record.value, driver.now().toEpochMilli()));
        }
    }

    /** Lets the look at the store come, and its notice go. */
    private GovernorDriver rebuilding() {
        GovernorDriver driver =
                new GovernorDriver(GOVERNOR, Trust.EVERYBODY, new RebuildModels(topic::forEach, told::add));
        driver.advance(1_000);
        driver.comparisons();
        return driver;
    }

    private static void accept(GovernorDriver driver, Command command) {
        ModelStatus status = driver.send(command);
        assertThat(status.getOutcome()).as(status.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
    }
}
