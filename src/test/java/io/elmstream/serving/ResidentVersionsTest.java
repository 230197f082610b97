package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.support.TestModels;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResidentVersionsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final byte[] KEY = {1};

    private final Path folder = TestFolders.fresh();
    private final ArtefactFiles files = new ArtefactFiles(folder);
    private long now = 10_000;
    private final ModelIndex index = index(new VersionLoader(new PlainForwardPass()));
    private Timeline timeline = Timeline.empty(SHUTTLE);

    private ModelIndex index(VersionLoader loader) {
        return new ModelIndex(
                loader, Runnable::run, Runnable::run, () -> now, files, InferenceSettings.DEFAULT_CACHE_BYTES);
    }

    @Test
    void shouldFreeWhatServesNoMoreAndLoadItForALateReading() {
        // Given
        champion(1, Step.BEGINNING);
        long base = index.resident().bytes();
        champion(2, now + 500);
        champion(3, now + 1_000);
        assertThat(index.resident().count()).as("in force, or soon").isEqualTo(3);

        // When
        now += 2_000;
        index.tick();
        now += ResidentVersions.IDLE.toMillis() + 1;
        index.tick();

        // Then
        assertThat(index.resident().count()).isEqualTo(1);
        assertThat(index.resident().bytes()).isEqualTo(base);
        assertThat(versionAt(10_200)).contains(1);
        assertThat(versionAt(10_700)).contains(2);
        assertThat(versionAt(now)).contains(3);
        assertThat(index.resident().loads()).isEqualTo(2);
    }

    @Test
    void shouldKeepOneVersionInMemoryOfTwoThousand() {
        // When
        for (int version = 1; version <= 2_000; version++) {
            now += 1_000;
            champion(version, version == 1 ? Step.BEGINNING : now);
            if (version % 500 == 0) {
                now += 2 * ResidentVersions.IDLE.toMillis();
                index.tick();
            }
        }
        now += 2 * ResidentVersions.IDLE.toMillis();
        index.tick();
        index.tick();

        // Then
        assertThat(index.resident().count()).isEqualTo(1);
        assertThat(versionAt(now)).contains(2_000);
        assertThat(versionAt(now - 300_000)).isPresent();
    }

    @Test
    void shouldRetireWithItsFile() throws IOException {
        // Given
        champion(1, Step.BEGINNING);
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));
        assertThat(files.read(new VersionKey(new ModelId("shuttle"), 2))).isPresent();

        // When
        index.retire(new VersionKey(new ModelId("shuttle"), 2));

        // Then
        assertThat(files.read(new VersionKey(new ModelId("shuttle"), 2))).isEmpty();
        assertThat(versionAt(now)).contains(1);
    }

    @Test
    void shouldPutPartsTogetherWhateverTheirOrder() {
        // Given
        byte[] artefact = TestModels.greater("shuttle", 1);
        int half = artefact.length / 2;
        index.putPart(
                new VersionKey(new ModelId("shuttle"), 1), 1, Arrays.copyOfRange(artefact, half, artefact.length));
        index.putPart(new VersionKey(new ModelId("shuttle"), 1), 0, Arrays.copyOf(artefact, half));

        // When
        index.assemble(new VersionKey(new ModelId("shuttle"), 1), 2, ArtefactFormat.digest(artefact));
        timeline(Step.champion(1, Step.BEGINNING, 1, "first", 0));

        // Then
        assertThat(versionAt(now)).contains(1);
    }

    @Test
    void shouldSayWhichPartIsMissing() {
        // Given
        index.putPart(new VersionKey(new ModelId("shuttle"), 1), 0, new byte[] {1});

        // When
        index.assemble(new VersionKey(new ModelId("shuttle"), 1), 2, "00");
        timeline(Step.champion(1, Step.BEGINNING, 1, "first", 0));

        // Then
        assertThat(index.health().get(new ModelId("shuttle")).failed().get(1)).contains("part 1 of 2 is missing");
    }

    @Test
    void shouldTryAgainWhenThereWasNoMemory() {
        // Given
        boolean[] full = {false};
        ForwardPass plain = new PlainForwardPass();
        ModelIndex scarce = index(new VersionLoader((model, rows, count, workspace, scores) -> {
            if (full[0]) {
                full[0] = false;
                throw new OutOfMemoryError("by the test");
            }
            plain.score(model, rows, count, workspace, scores);
        }));
        scarce.putArtefact(new VersionKey(new ModelId("shuttle"), 1), TestModels.greater("shuttle", 1));
        scarce.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));
        Timeline two = timeline.with(Step.champion(1, Step.BEGINNING, 1, "first", 0))
                .with(Step.champion(2, 500, 2, "second", 0));

        // When
        scarce.putTimeline(timeline.with(two.steps().get(0)));
        full[0] = true;
        scarce.putTimeline(two);

        // Then
        assertThat(scarce.health().get(new ModelId("shuttle")).failed()).containsOnlyKeys(2);
        assertThat(scarce.health().get(new ModelId("shuttle")).failed().get(2))
                .contains("not enough memory", "trying again");
        assertThat(scarce.health().get(new ModelId("shuttle")).serving()).hasValue(1);

        // When
        now += 1_000;
        scarce.tick();

        // Then
        assertThat(scarce.health().get(new ModelId("shuttle")).serving())
                .as("too soon")
                .hasValue(1);

        // When
        now += 5_000;
        scarce.tick();

        // Then
        assertThat(scarce.health().get(new ModelId("shuttle")).serving()).hasValue(2);
    }

    @Test
    void shouldNameWhatCouldNotBeKeptAndTakeItWhenItComesAgain() throws IOException {
        // Given
        champion(1, Step.BEGINNING);
        Path file = folder.resolve("shuttle");
        Files.move(file, file.resolveSibling("elsewhere"));
        Files.createFile(file);

        // When: nothing can be written
        champion(2, 5_000);

        // Then
        assertThat(index.lost()).containsExactly(new VersionKey(new ModelId("shuttle"), 2));
        assertThat(index.health().get(new ModelId("shuttle")).failed().get(2))
                .contains("could not be stored", "trying again");
        assertThat(versionAt(now)).contains(1);

        // When
        Files.delete(file);
        now += 600_000;
        index.tick();

        // Then
        assertThat(index.health().get(new ModelId("shuttle")).failed())
                .as("its bytes are not there yet")
                .containsOnlyKeys(2);

        // When
        index.putArtefact(new VersionKey(new ModelId("shuttle"), 2), TestModels.smaller("shuttle", 2));

        // Then
        assertThat(index.lost()).isEmpty();
        assertThat(index.health().get(new ModelId("shuttle")).failed()).isEmpty();
        assertThat(versionAt(now)).contains(2);
    }

    @Test
    void shouldGoOnWithWhatServesWhileNothingCanTakeItsPlace() throws IOException {
        // Given
        champion(1, Step.BEGINNING);
        champion(2, 5_000);
        now += 2 * ResidentVersions.IDLE.toMillis();
        index.tick();
        index.tick();
        Path file = folder.resolve("shuttle").resolve("1.elm");
        Files.delete(file);
        Files.createDirectory(file);

        // When
        timeline = timeline.without(2, "back", now);
        index.putTimeline(timeline);

        // Then
        assertThat(versionAt(now)).as("taken back, but all there is").contains(2);

        // When
        Files.delete(file);
        Files.write(file, TestModels.greater("shuttle", 1));
        now += 6_000;
        index.tick();

        // Then
        assertThat(versionAt(now)).contains(1);
    }

    private void champion(int version, long from) {
        index.putArtefact(
                new VersionKey(new ModelId("shuttle"), version),
                version % 2 == 0 ? TestModels.smaller("shuttle", version) : TestModels.greater("shuttle", version));
        timeline = timeline.with(Step.champion(version, from, version, "test", 0));
        index.putTimeline(timeline);
    }

    private void timeline(Step step) {
        index.putTimeline(timeline.with(step));
    }

    private Optional<Integer> versionAt(long eventTime) {
        return index.snapshot()
                .model(new ModelId("shuttle"))
                .flatMap(model -> model.choiceAt(eventTime, KEY, index.late()))
                .map(choice -> choice.version().served().version());
    }
}
