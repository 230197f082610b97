package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Abstention;
import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.LabelSets;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.support.TestModels;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.TestFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelIndexTest {

    private static final Step FIRST = Step.champion(1, Step.BEGINNING, 1, "first", 0);
    private static final Step SECOND = Step.champion(2, 5_000, 2, "second", 0);

    /** Work that the executor has taken and not begun. */
    private final Deque<Runnable> work = new ArrayDeque<>();

    private final Path folder = TestFolders.fresh();
    private long now;

    private final ModelIndex index = new ModelIndex(
            new VersionLoader(new PlainForwardPass()),
            work::add,
            Runnable::run,
            () -> now,
            new ArtefactFiles(folder),
            InferenceSettings.DEFAULT_CACHE_BYTES);

    @Test
    void shouldServeNothingUntilTheVersionIsReady() {
        // Given
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 1), TestModels.greater("shuttle", 1));
        assertThat(work).isEmpty();

        // When
        index.putTimeline(timeline(FIRST));

        // Then
        assertThat(index.snapshot().models()).isEmpty();
        assertThat(index.health().get(new ModelId("shuttle")))
                .returns(OptionalInt.empty(), InstanceReport.Model::serving)
                .returns(List.of(1), InstanceReport.Model::preparing);

        // When
        workOff();

        // Then
        assertThat(versionAt(0)).hasValue(1);
        assertThat(index.health().get(new ModelId("shuttle")).preparing()).isEmpty();
        assertThat(index.health().get(new ModelId("shuttle")).serving()).hasValue(1);
    }

    @Test
    void shouldKnowTheNewestVersionAndWhetherAModelLearns() throws IOException {
        // Given
        ModelId shuttle = new ModelId("shuttle");
        ModelId pump = new ModelId("pump");
        Learning on = new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty());

        // When
        index.putArtefact(new VersionKey(shuttle, 3), TestModels.greater("shuttle", 3));
        index.putArtefact(new VersionKey(shuttle, 2), TestModels.greater("shuttle", 2));
        index.retire(new VersionKey(shuttle, 7));
        index.putPart(new VersionKey(pump, 4), 0, new byte[10]);
        index.putLearning(pump, on);

        // Then
        assertThat(index.newest(shuttle)).hasValue(7);
        assertThat(index.newest(pump)).hasValue(4);
        assertThat(index.newest(new ModelId("valve"))).isEmpty();
        assertThat(index.learning(shuttle)).isEmpty();
        assertThat(index.learning(pump)).contains(on);

        // When
        index.clear();

        // Then
        assertThat(index.newest(shuttle)).isEmpty();
        assertThat(index.learning(pump)).isEmpty();
    }

    @Test
    void shouldTellTheQualityOfVersionsThatSayWhatToExpect() throws ArtefactException {
        // Given
        VersionKey first = new VersionKey(new ModelId("shuttle"), 1);
        Artefact plain = ArtefactFormat.read(TestModels.greater("shuttle", 1));
        int inputs = plain.classifier().featureNames().size();
        int classes = plain.classifier().labels().size();
        float[] shares = new float[classes];
        shares[0] = 1;
        FeatureBins bins = new FeatureBins(new float[0], new float[] {1, 0});
        Artefact profiled = new Artefact(
                first.modelId(),
                1,
                plain.classifier(),
                plain.probes(),
                Optional.of(new Trust(
                        Abstention.never(classes),
                        new LabelSets(0.9, new float[classes]),
                        new TrainingRange(new float[inputs], new float[inputs], 0))),
                Optional.of(new TrainingProfile(10, Collections.nCopies(inputs, bins), shares, 10, shares, 0.5, 0.5)));

        // When
        index.putArtefact(first, ArtefactFormat.write(profiled));
        index.putTimeline(timeline(FIRST));
        workOff();

        // Then
        assertThat(index.quality()).singleElement().satisfies(counted -> {
            assertThat(counted.version()).isEqualTo(first);
            assertThat(counted.expectation().rows()).isEqualTo(10);
            assertThat(counted.counts().predictions()).isZero();
        });
    }

    @Test
    void shouldSayThatTheBytesOfARuleSetAreDamaged() {
        // Given
        VersionKey key = new VersionKey(new ModelId("shuttle.rules"), 1);
        byte[] part = "{".getBytes(StandardCharsets.UTF_8);
        index.putPart(key, 0, part);
        index.assemble(key, 2, ArtefactFormat.digest(part));

        // When
        index.putTimeline(new Timeline(key.modelId(), List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0))));

        // Then
        assertThat(index.health().get(key.modelId()).versions().get(0).reason().orElseThrow())
                .contains("part 1 of 2 is missing");
    }

    @Test
    void shouldNotLetASlowAttemptOverwriteARuleSetThatWasPublishedAgain() throws RuleSetException {
        // Given
        VersionKey key = new VersionKey(new ModelId("shuttle.rules"), 1);
        byte[] rules = RuleSetFormat.write(RuleSetFormat.parse("""
                model: shuttle
                version: 1
                rules: [{name: unsure, when: confidence < 0.5, abstain: true}]
                probes: [{confidence: 0.4, expect: {fired: [unsure]}}]
                """));
        index.putArtefact(key, "{}".getBytes(StandardCharsets.UTF_8));
        index.putTimeline(new Timeline(key.modelId(), List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0))));
        index.putArtefact(key, rules);

        // When: the later attempt ends first
        work.removeLast().run();
        work.removeLast().run();

        // Then
        assertThat(index.health().get(key.modelId()).serving()).hasValue(1);
        assertThat(index.health().get(key.modelId()).failed()).isEmpty();
    }

    @Test
    void shouldReadARuleSetAgainThatCouldNotBeRead() throws Exception {
        // Given
        VersionKey key = new VersionKey(new ModelId("shuttle.rules"), 1);
        byte[] rules = RuleSetFormat.write(RuleSetFormat.parse("""
                model: shuttle
                version: 1
                rules: [{name: unsure, when: confidence < 0.5, abstain: true}]
                probes: [{confidence: 0.4, expect: {fired: [unsure]}}]
                """));
        index.putArtefact(key, rules);
        Path file;
        try (Stream<Path> files = Files.walk(folder)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.delete(file);
        Files.createDirectory(file);
        index.putTimeline(new Timeline(key.modelId(), List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0))));
        assertThat(index.health().get(key.modelId()).versions().get(0).reason().orElseThrow())
                .contains("trying again");

        // When
        Files.delete(file);
        Files.write(file, rules);
        now += 5_000;
        index.tick();
        workOff();

        // Then
        assertThat(index.health().get(key.modelId()).serving()).hasValue(1);
    }

    @Test
    void shouldChangeTheSnapshotOnlyWhenAllNamedVersionsAreReadyOrHaveFailed() {
        // Given
        serveFirst();
        ModelsSnapshot before = index.snapshot();
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 3), TestModels.damaged("shuttle", 3));

        // When
        index.putTimeline(timeline(FIRST, SECOND, Step.champion(3, 6_000, 3, "third", 0)));
        work.remove().run();

        // Then
        assertThat(index.snapshot()).isSameAs(before);

        // When
        workOff();

        // Then
        assertThat(versionAt(4_999)).hasValue(1);
        assertThat(versionAt(5_000)).hasValue(2);
        assertThat(versionAt(6_000)).describedAs("the third has failed").hasValue(2);
        assertThat(index.health().get(new ModelId("shuttle")).failed()).containsOnlyKeys(3);
        assertThat(index.health().get(new ModelId("shuttle")).failed().get(3)).contains("SHA-256");
    }

    @Test
    void shouldWaitForAVersionThatComesAfterItsTimeline() {
        // Given
        serveFirst();
        index.putTimeline(timeline(FIRST, SECOND));
        workOff();
        assertThat(versionAt(5_000)).hasValue(1);
        assertThat(index.health().get(new ModelId("shuttle")).preparing()).containsExactly(2);

        // When
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));
        workOff();

        // Then
        assertThat(versionAt(5_000)).hasValue(2);
    }

    @Test
    void shouldSayThatAVersionIsNotOnTheTopicServeTheLastGoodOneAndTakeItOnceItComes() {
        // Given a timeline that names a version, and no bytes of it
        serveFirst();
        index.putTimeline(timeline(FIRST, SECOND));
        now = 5_000;

        // When
        index.tick();

        // Then
        assertThat(index.health().get(new ModelId("shuttle")).preparing())
                .as("nobody waits for it")
                .isEmpty();
        assertThat(index.health().get(new ModelId("shuttle")).failed().get(2)).contains("not on the models topic");
        assertThat(versionAt(5_000)).hasValue(1);

        // When
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));
        workOff();

        // Then
        assertThat(index.health().get(new ModelId("shuttle")).failed()).isEmpty();
        assertThat(versionAt(5_000)).hasValue(2);
    }

    @Test
    void shouldTakeTheBetterBytesOfAVersionThatFailed() {
        // Given
        serveFirst();
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.damaged("shuttle", 2));
        index.putTimeline(timeline(FIRST, SECOND));
        workOff();
        assertThat(versionAt(5_000)).hasValue(1);

        // When
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));
        workOff();

        // Then
        assertThat(versionAt(5_000)).hasValue(2);
        assertThat(index.health().get(new ModelId("shuttle")).failed()).isEmpty();
    }

    @Test
    void shouldNotLetSlowOldBytesOvertakeNewOnes() {
        // Given
        index.putTimeline(timeline(FIRST));
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 1), TestModels.damaged("shuttle", 1));
        Runnable slow = work.remove();
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 1), TestModels.greater("shuttle", 1));
        workOff();

        // When
        slow.run();

        // Then
        assertThat(versionAt(0)).hasValue(1);
        assertThat(index.health().get(new ModelId("shuttle")).failed()).isEmpty();
    }

    @Test
    void shouldKeepAReadyVersionWhateverIsPublishedUnderItsNumber() {
        // Given
        serveFirst();
        ModelsSnapshot before = index.snapshot();

        // When
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 1), TestModels.damaged("shuttle", 1));

        // Then
        assertThat(work).isEmpty();
        assertThat(index.snapshot()).isSameAs(before);
    }

    @Test
    void shouldLeaveOtherModelsAsTheyAre() {
        // Given
        serveFirst();
        ServedModel shuttle = index.snapshot().named("shuttle").orElseThrow();

        // When
        index.putArtefact(new VersionKey(new ModelId("other"), 4), TestModels.greater("other", 4));
        index.putTimeline(new Timeline(new ModelId("other"), List.of(Step.champion(1, Step.BEGINNING, 4, "test", 0))));
        workOff();

        // Then
        assertThat(index.snapshot().models())
                .extracting(model -> model.timeline().modelId().value())
                .containsExactlyInAnyOrder("shuttle", "other");
        assertThat(index.snapshot().named("shuttle")).containsSame(shuttle);
    }

    @Test
    void shouldCallAVersionReadyThatALateReadingHasLoadedBefore() {
        // Given
        now = 6_000;
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 1), TestModels.greater("shuttle", 1));
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));
        index.putTimeline(timeline(FIRST, SECOND));
        workOff();
        assertThat(index.late().find(new VersionKey(new ModelId("shuttle"), 1))).isPresent();

        // When
        index.putTimeline(timeline(FIRST, SECOND, Step.champion(3, 6_000, 1, "back again", 0)));
        workOff();

        // Then
        assertThat(versionAt(6_000)).hasValue(1);
        assertThat(index.health().get(new ModelId("shuttle")).preparing()).isEmpty();
    }

    @Test
    void shouldForgetAllWhenCleared() throws IOException {
        // Given
        serveFirst();

        // When
        index.clear();

        // Then
        assertThat(index.snapshot().models()).isEmpty();
        assertThat(index.health()).isEmpty();
    }

    private void serveFirst() {
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 1), TestModels.greater("shuttle", 1));
        index.putTimeline(timeline(FIRST));
        workOff();
    }

    private void workOff() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private OptionalInt versionAt(long eventTime) {
        return index.snapshot().named("shuttle").flatMap(model -> model.championAt(eventTime, OnDemand.NONE)).stream()
                .mapToInt(ready -> ready.served().version())
                .findAny();
    }

    private static Timeline timeline(Step... steps) {
        return new Timeline(new ModelId("shuttle"), List.of(steps));
    }
}
