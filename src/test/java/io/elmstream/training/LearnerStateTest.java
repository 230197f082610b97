package io.elmstream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.MissingValues;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LearnerStateTest {

    private static final Path STORED = Path.of("src/test/resources/learners/learner-v1.tiles");
    private static final List<Forgetting> RULES =
            List.of(new Forgetting.Never(), new Forgetting.ByRows(0.5), new Forgetting.ByTime(Duration.ofSeconds(90)));

    @Test
    void shouldGoOnAsIfItHadNotBeenStored() {
        // Given
        OnlineLearner learner = learner(20, RULES);
        learn(learner, 700);
        int added = learner.addClass("new");
        learner.learn(new float[] {1, 2, 3}, added, 2, Instant.ofEpochSecond(5));

        // When
        OnlineLearner restored = learner(20, RULES);
        LearnerState.read(LearnerState.write(learner), restored);

        // Then
        assertThat(LearnerState.write(restored)).isEqualTo(LearnerState.write(learner));
        learn(learner, 100);
        learn(restored, 100);
        learner.solve();
        restored.solve();
        assertThat(restored.elm("test").beta()).isEqualTo(learner.elm("test").beta());
        assertThat(restored.labels()).endsWith("new");
        assertThat(restored.rows()).isEqualTo(801);
    }

    @Test
    void shouldWriteOnlyWhatHasChanged() {
        // Given
        OnlineLearner learner = learner(20, List.of(new Forgetting.Never()));
        learn(learner, 70);
        Map<String, LearnerTile> store = new TreeMap<>();
        LearnerState.write(learner).forEach(tile -> store.put(tile.key(), tile));
        List<Long> before = LearnerState.changes(learner);

        // When
        learner.learn(new float[] {1, 2, 3}, 1);
        learner.flush();
        List<LearnerTile> changed = LearnerState.changed(learner, before);

        // Then
        assertThat(changed).extracting(LearnerTile::key).containsExactly("head", "0/gram/0", "0/class/1");
        changed.forEach(tile -> store.put(tile.key(), tile));
        OnlineLearner restored = learner(20, List.of(new Forgetting.Never()));
        LearnerState.read(List.copyOf(store.values()), restored);
        assertThat(LearnerState.write(restored)).isEqualTo(LearnerState.write(learner));
        assertThat(LearnerState.changed(restored, LearnerState.changes(restored)))
                .extracting(LearnerTile::key)
                .containsExactly("head");
    }

    @Test
    void shouldKeepTilesBelowTheLimitOfARecord() {
        // Given
        OnlineLearner learner = learner(600, List.of(new Forgetting.Never()));

        // When
        List<LearnerTile> tiles = LearnerState.write(learner);

        // Then
        assertThat(tiles)
                .hasSizeGreaterThan(6)
                .allSatisfy(tile -> assertThat(tile.bytes()).hasSizeLessThan(300_000));
        assertThat(tiles.stream().mapToLong(tile -> tile.bytes().length).sum()).isGreaterThan(8 * 604 * 605 / 2);
    }

    @Test
    void shouldRefuseTilesThatDoNotBelongTogether() {
        // Given
        OnlineLearner learner = learner(20, List.of(new Forgetting.Never()));
        learn(learner, 70);
        List<LearnerTile> old = LearnerState.write(learner);
        learn(learner, 70);
        List<LearnerTile> tiles = LearnerState.write(learner);
        List<LearnerTile> mixed = new ArrayList<>(tiles);
        mixed.set(1, old.get(1));

        // Then
        assertThatThrownBy(() -> LearnerState.read(mixed, learner(20, List.of(new Forgetting.Never()))))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching("tile 0/gram/0 of the stored state is of change \\d+, the head is of \\d+");
        assertThatThrownBy(() -> LearnerState.read(tiles.subList(1, 3), learner(20, List.of(new Forgetting.Never()))))
                .hasMessage("tile head of the stored state is missing");
        assertThatThrownBy(() -> LearnerState.read(tiles, learner(20, List.of(new Forgetting.ByRows(0.9)))))
                .hasMessageStartingWith("the stored state has other rules of forgetting than the learner");
        assertThatThrownBy(() -> LearnerState.read(tiles, learner(21, List.of(new Forgetting.Never()))))
                .hasMessageStartingWith("the stored state is of another hidden layer or standardiser");
        OnlineLearner more = learner(20, List.of(new Forgetting.Never()));
        more.addClass("new");
        assertThatThrownBy(() -> LearnerState.read(tiles, more))
                .hasMessageStartingWith(
                        "the stored state has 2 classes, and the learner starts with [class0, class1, new]");
        byte[] next = tiles.get(0).bytes().clone();
        next[0] = 2;
        assertThatThrownBy(() -> LearnerState.read(
                        List.of(new LearnerTile("head", next)), learner(20, List.of(new Forgetting.Never()))))
                .hasMessage("tile head of the stored state has the format 2, this version of Elmstream reads 1");
        byte[] shorter = Arrays.copyOf(tiles.get(0).bytes(), 100);
        assertThatThrownBy(() -> LearnerState.read(
                        List.of(new LearnerTile("head", shorter)), learner(20, List.of(new Forgetting.Never()))))
                .hasMessage("a tile of the stored state is too short");
    }

    /** Never make this file anew: states of earlier releases are read for ever. */
    @Test
    void shouldReadTheStateOfAnEarlierRelease() throws IOException {
        // Given
        OnlineLearner expected = learner(8, RULES);
        learn(expected, 300);
        if (Boolean.getBoolean("learner.store")) {
            store(LearnerState.write(expected));
        }

        // When
        OnlineLearner restored = learner(8, RULES);
        LearnerState.read(stored(), restored);

        // Then
        assertThat(LearnerState.write(restored).stream().map(LearnerTile::key).collect(Collectors.toList()))
                .isEqualTo(stored().stream().map(LearnerTile::key).toList());
        assertThat(LearnerState.write(restored)).isEqualTo(stored());
        assertThat(restored.rows()).isEqualTo(300);
        restored.solve();
        expected.solve();
        assertThat(restored.elm("test").beta()).isEqualTo(expected.elm("test").beta());
    }

    private static List<LearnerTile> stored() throws IOException {
        List<LearnerTile> tiles = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(STORED))) {
            for (int left = in.readInt(); left > 0; left--) {
                tiles.add(new LearnerTile(in.readUTF(), in.readNBytes(in.readInt())));
            }
        }
        return tiles;
    }

    private static void store(List<LearnerTile> tiles) throws IOException {
        Files.createDirectories(STORED.getParent());
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(STORED))) {
            out.writeInt(tiles.size());
            for (LearnerTile tile : tiles) {
                out.writeUTF(tile.key());
                out.writeInt(tile.bytes().length);
                out.write(tile.bytes());
            }
        }
    }

    private static void learn(OnlineLearner learner, int rows) {
        long[] second = {0};
        new Blobs(3, 2, rows, 9)
                .forEach((row, label) -> learner.learn(row, label, 1, Instant.ofEpochSecond(second[0]++)));
        learner.flush();
    }

    private static OnlineLearner learner(int units, List<Forgetting> rules) {
        TrainingPlan plan = new TrainingPlan(
                LayerPlan.of(new UnitPlan.Mixed(units, Activation.TANH)),
                new ClassWeights.None(),
                MissingValues.REFUSE,
                1,
                "test");
        return new OnlineLearner(
                OnlineBasis.of(new Blobs(3, 2, 100, 1), plan),
                new OnlinePlan(rules, 1e-3, 100, "test"),
                (label, predicted) -> {});
    }
}
