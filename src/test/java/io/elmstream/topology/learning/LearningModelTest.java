package io.elmstream.topology.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.Retire;
import io.elmstream.labels.LabelledRow;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.learning.LearningSettings.OnNewChampion;
import io.elmstream.training.Forgetting;
import io.elmstream.wire.avro.LearningState;
import io.elmstream.wire.avro.ModelLearner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class LearningModelTest {

    private static final ModelId PUMP = new ModelId("pump");
    private static final Elm CHAMPION = new Blobs(3, 3, 300, 1).train(12, Activation.TANH);

    private final World world = new World();
    private LearningSettings settings = settings(OnNewChampion.KEEP, false, 0);
    private Executor executor = Runnable::run;
    private long now = 1_000_000;
    private long room = 1 << 24;

    @Test
    void shouldProposeAVersionOnlyIfItIsBetterThanTheChampion() throws ArtefactException {
        // Given
        LearningModel model = model();

        // When
        learn(model, 0, 1_000, 0);

        // Then
        assertThat(world.commands).isEmpty();
        assertThat(world.last().getState()).isEqualTo(LearningState.LEARNING);
        assertThat(world.last().getForgetting()).isNull();

        // When
        learn(model, 1_000, 1_500, 1);

        // Then
        assertThat(world.commands).hasSize(2);
        Publish publish = (Publish) world.commands.get(0);
        Challenge challenge = (Challenge) world.commands.get(1);
        Artefact made = ArtefactFormat.read(publish.artefact());
        assertThat(made.key()).isEqualTo(new VersionKey(PUMP, 2));
        assertThat(publish.newContract()).isFalse();
        assertThat(made.elm().labels()).isEqualTo(CHAMPION.labels());
        assertThat(made.elm().provenance().validation())
                .startsWith("the last 200 rows, each before it was learnt; forgetting: factor 0.98")
                .contains("rows of 1970-01-01T00:00:00Z to ")
                .endsWith("learnt beside version 1");
        assertThat(made.trust()).isPresent();
        assertThat(made.profile()).isPresent();
        assertThat(made.probes().count()).isGreaterThan(10);
        assertThat(challenge.challenger())
                .isEqualTo(new Challenger(2, Mode.CANARY, new Share(5_000), Optional.of(Proposal.GATE)));
        assertThat(challenge.expectedRevision()).hasValue(1);
        assertThat(world.last())
                .returns(LearningState.PROPOSED, ModelLearner::getState)
                .returns(2, ModelLearner::getLastVersion)
                .returns(1, ModelLearner::getParent);
        assertThat(world.last().getAccuracy()).isGreaterThan(world.last().getParentAccuracy());
    }

    @Test
    void shouldProposeNothingWhileItsVersionIsTriedAndFollowItWhenItWins() {
        // Given
        LearningModel model = model();
        learn(model, 0, 500, 1);
        assertThat(world.commands).hasSize(2);
        world.publishProposed();
        world.challenge(2);

        // When
        learn(model, 500, 1_000, 1);

        // Then
        assertThat(world.commands).hasSize(2);
        assertThat(world.last().getState()).isEqualTo(LearningState.PROPOSED);

        // When
        world.champion(2);
        learn(model, 1_000, 1_500, 1);

        // Then
        assertThat(world.last())
                .returns(LearningState.LEARNING, ModelLearner::getState)
                .returns(2, ModelLearner::getParent)
                .returns(1_400L, ModelLearner::getRows);

        // When
        learn(model, 1_500, 2_000, 2);

        // Then
        assertThat(world.commands).extracting(Command::version).containsExactly(2, 2, 3, 3);
    }

    @Test
    void shouldProposeAgainAfterAProposalThatNobodyTook() {
        // Given
        LearningModel model = model();
        learn(model, 0, 500, 1);

        // When
        learn(model, 500, 1_000, 1);
        assertThat(world.commands).hasSize(2);
        now += MadeVersions.PATIENCE.toMillis() + 1;
        learn(model, 1_000, 1_200, 1);

        // Then
        assertThat(world.commands).extracting(Command::version).containsExactly(2, 2, 3, 3);
    }

    @Test
    void shouldWaitWhileAnotherVersionIsTried() {
        // Given
        LearningModel model = model();
        world.artefacts.put(2, new Artefact(PUMP, 2, CHAMPION, Probes.none(CHAMPION)));
        world.challenge(2);

        // When
        learn(model, 0, 500, 1);

        // Then
        assertThat(world.commands).isEmpty();
        assertThat(world.last().getState()).isEqualTo(LearningState.WAITING);
    }

    @Test
    void shouldGoOnAfterACrashAsIfThereHadBeenNone() {
        // Given
        settings = settings(OnNewChampion.KEEP, true, 0);
        LearningModel whole = model();
        learn(whole, 0, 2_350, 1);
        SortedMap<String, byte[]> expected = world.store.copy();
        World other = new World();

        // When
        for (int from = 0; from < 2_350; from += 235) {
            LearningModel again = new LearningModel(PUMP, shared(other), new Solving(executor));
            learn(again, from, from + 235, 1);
        }

        // Then
        assertThat(other.last().getRows()).isEqualTo(2_200);
        assertThat(other.store.copy().keySet()).isEqualTo(expected.keySet());
        // the rule that never forgets has sums that do not depend on how rows are grouped; only their changes do
        expected.forEach((key, bytes) -> {
            if (key.contains("/tile/0/") || key.contains("/journal/")) {
                int changes = key.contains("/tile/") ? 9 : 0;
                assertThat(Arrays.copyOfRange(other.store.get(key).orElseThrow(), changes, bytes.length))
                        .as(key)
                        .isEqualTo(Arrays.copyOfRange(bytes, changes, bytes.length));
            }
        });
        assertThat(other.commands).extracting(Command::version).containsExactly(2, 2);
    }

    @Test
    void shouldNotTakeUpTwiceWhatASolutionElsewhereFound() {
        // Given
        Deque<Runnable> work = new ArrayDeque<>();
        executor = work::add;
        LearningModel model = model();

        // When
        learn(model, 0, 450, 1);

        // Then
        assertThat(work).hasSize(1);
        assertThat(model.isSolving()).isTrue();
        work.remove().run();
        model.takeUp(now);
        assertThat(model.isSolving()).isFalse();
        assertThat(world.last().getRowsSince()).isEqualTo(250);
        assertThat(model.hasNewRows()).isTrue();
        model.takeUp(now);
        assertThat(world.solved).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatItCannotLearn() {
        // Given
        LearningModel model = model();

        // When
        model.take(new LabelledRow("pump", "a", 0, new float[] {1, 2, 3}, "leak", 1), now);
        model.take(new LabelledRow("pump", "a", 0, new float[] {1, 2}, "class0", 1), now);
        model.take(new LabelledRow("pump", "a", 0, new float[] {1, 2, Float.NaN}, "class0", 1), now);
        model.take(new LabelledRow("pump", "a", 0, new float[] {1, 2, 3}, "class0", 1), now);
        model.solve();
        model.takeUp(now);

        // Then
        assertThat(world.leftOut)
                .containsExactly(
                        "a row of sensor a for model pump: its label is \"leak\", and the model knows [class0, class1,"
                                + " class2]",
                        "a row of sensor a for model pump: it has 2 features, and the model 3",
                        "a row of sensor a for model pump: feature 2 is NaN, must be a finite number");
        assertThat(world.last()).returns(1L, ModelLearner::getRows).returns(3L, ModelLearner::getLeftOut);
    }

    @Test
    void shouldLearnAClassThatAppearsIfItMay() throws ArtefactException {
        // Given
        settings = settings(OnNewChampion.KEEP, true, 0);
        LearningModel model = model();

        // When
        for (int i = 0; i < 600; i++) {
            float[] far = {-40 + i % 7, 60, -30 - i % 5};
            model.take(new LabelledRow("pump", "a", i, far, "leak", 1), now);
        }

        // Then
        Publish publish = (Publish) world.commands.get(0);
        assertThat(publish.newContract()).isTrue();
        assertThat(ArtefactFormat.read(publish.artefact()).elm().labels())
                .containsExactly("class0", "class1", "class2", "leak");
        LearningModel again = new LearningModel(PUMP, shared(world), new Solving(executor));
        learn(again, 600, 601, 0);
        again.solve();
        again.takeUp(now);
        assertThat(world.last().getClasses()).endsWith("leak");
        assertThat(world.last().getRows()).isEqualTo(601);
    }

    @Test
    void shouldBeginAnewWithAnotherHiddenLayerOrWhereItIsTold() {
        // Given
        LearningModel model = model();
        learn(model, 0, 300, 0);

        // When
        world.artefacts.put(2, file(2, new Blobs(3, 3, 300, 1).train(13, Activation.TANH)));
        world.champion(2);
        learn(model, 300, 500, 0);

        // Then
        assertThat(world.last()).returns(200L, ModelLearner::getRows).returns(2, ModelLearner::getParent);

        // When
        settings = settings(OnNewChampion.RESTART, false, 0);
        LearningModel again = new LearningModel(PUMP, shared(world), new Solving(executor));
        learn(again, 500, 600, 0);
        world.artefacts.put(3, file(3, world.artefacts.get(2).elm()));
        world.champion(3);
        learn(again, 600, 800, 0);

        // Then
        assertThat(world.last()).returns(200L, ModelLearner::getRows).returns(3, ModelLearner::getParent);
    }

    @Test
    void shouldBeginAnewWithAStateThatCannotBeRead() {
        // Given
        learn(model(), 0, 300, 0);
        world.store.put("pump/tile/head", new byte[] {9, 9});
        world.store.put("pump/versions", new byte[] {9, 9});

        // When
        LearningModel again = new LearningModel(PUMP, shared(world), new Solving(executor));
        learn(again, 300, 500, 0);

        // Then
        assertThat(world.last().getRows()).isEqualTo(200);
    }

    @Test
    void shouldSayThatItIsTurnedOffOrCannotLearn() {
        // Given
        LearningModel model = model();
        world.learning = Learning.OFF;

        // When
        learn(model, 0, 10, 0);

        // Then
        assertThat(world.statuses).extracting(ModelLearner::getState).containsExactly(LearningState.OFF);

        // When
        world.learning = World.ON;
        world.artefacts.clear();
        learn(model, 10, 20, 0);

        // Then
        assertThat(world.last())
                .returns(LearningState.CANNOT, ModelLearner::getState)
                .returns("the file of version 1 is not on this instance", ModelLearner::getNote);
    }

    @Test
    void shouldSayThatNoVersionNumberIsLeft() {
        // Given
        LearningModel model = model();
        world.artefacts.put(Integer.MAX_VALUE, world.artefacts.get(1));

        // When
        learn(model, 0, 500, 1);

        // Then
        assertThat(world.commands).isEmpty();
        assertThat(world.last().getNote()).contains("version number");
        assertThat(world.last().getRows()).isEqualTo(400);
    }

    @Test
    void shouldNotTakeMoreMemoryThanThereIs() {
        // Given
        room = 5_000;
        LearningModel model = model();

        // When
        learn(model, 0, 500, 1);

        // Then
        assertThat(world.commands).isEmpty();
        assertThat(world.last())
                .returns(LearningState.CANNOT, ModelLearner::getState)
                .extracting(ModelLearner::getNote)
                .asString()
                .contains("2 rules of forgetting", "fewer hidden units");
        assertThat(world.leftOut).hasSize(500);
    }

    @Test
    void shouldLearnRowsFromTheFutureAsThoseOfNow() {
        // Given
        settings = settings(OnNewChampion.KEEP, false, 0, List.of(new Forgetting.ByTime(Duration.ofMinutes(10))));
        LearningModel model = model();

        // When
        model.take(new LabelledRow("pump", "a", Long.MAX_VALUE, new float[] {1, 2, 3}, "class0", 1), now);
        learn(model, 0, 500, 1);

        // Then
        assertThat(world.commands).extracting(Command::version).containsExactly(2, 2);
    }

    @Test
    void shouldOutliveRowsThatAreOutOfAllBounds() {
        // Given
        LearningModel model = model();
        float[] huge = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE};

        // When
        for (int i = 0; i < 300; i++) {
            model.take(new LabelledRow("pump", "a", -i * (Long.MAX_VALUE / 300), huge, "class" + i % 3, 1e6), now);
        }
        learn(model, 300, 1_500, 1);

        // Then
        assertThat(world.last().getRows()).isEqualTo(1_400);
        assertThat(world.commands).extracting(Command::version).containsExactly(2, 2);
    }

    @Test
    void shouldProposeAgainAfterItsClockWasSetBack() {
        // Given
        LearningModel model = model();
        now = Duration.ofDays(40_000).toMillis();
        learn(model, 0, 500, 1);

        // When
        now = Duration.ofDays(20_000).toMillis();
        learn(model, 500, 700, 1);

        // Then
        assertThat(world.commands).extracting(Command::version).containsExactly(2, 2, 3, 3);
    }

    @Test
    void shouldRetireVersionsThatWereRolledBack() {
        // Given
        LearningModel model = model();
        for (int version = 2; version <= 4; version++) {
            learn(model, 500 * version, 500 * version + 600, version % 2 + 1);
            assertThat(world.last().getLastVersion()).isEqualTo(version);
            world.publishProposed();
            world.challenge(version);
            world.rollBack();
        }

        // When
        world.commands.removeIf(command -> !(command instanceof Retire));

        // Then
        assertThat(world.commands).extracting(Command::version).containsExactly(2, 3);
    }

    private LearningModel model() {
        return new LearningModel(PUMP, shared(world), new Solving(executor));
    }

    private LearningModel.Shared shared(World of) {
        return new LearningModel.Shared(settings, "app", "test", of, of.store, of, room);
    }

    private static LearningSettings settings(OnNewChampion onNewChampion, boolean newClasses, int keep) {
        List<Forgetting> rules = List.of(new Forgetting.Never(), new Forgetting.ByRows(0.98));
        return settings(onNewChampion, newClasses, keep, rules);
    }

    private static LearningSettings settings(
            OnNewChampion onNewChampion, boolean newClasses, int keep, List<Forgetting> rules) {
        LearningSettings usual = LearningSettings.DEFAULT;
        return new LearningSettings(
                200,
                usual.every(),
                Optional.empty(),
                200,
                rules,
                onNewChampion,
                newClasses,
                keep,
                Duration.ofSeconds(1),
                10);
    }

    private void learn(LearningModel model, int from, int to, int shift) {
        List<LabelledRow> rows = new ArrayList<>();
        new Blobs(3, 3, to, 7)
                .forEach((row, label) -> rows.add(new LabelledRow(
                        "pump", "a", rows.size() * 1_000L, row.clone(), "class" + (label + shift) % 3, 1)));
        rows.subList(from, to).forEach(row -> model.take(row, now));
    }

    private static Artefact file(int version, Elm elm) {
        return new Artefact(PUMP, version, elm, Probes.none(elm));
    }

    /** The instance and the governor, as a learner sees them. */
    private static final class World implements KnownModels, LearnerOutput {

        static final Learning ON = new Learning(true, Mode.CANARY, new Share(5_000), Optional.empty());

        final MemoryLearnerStore store = new MemoryLearnerStore();
        final List<Command> commands = new ArrayList<>();
        final List<ModelLearner> statuses = new ArrayList<>();
        final List<String> leftOut = new ArrayList<>();
        final Map<Integer, Artefact> artefacts = new HashMap<>(Map.of(1, file(1, CHAMPION)));
        Learning learning = ON;
        Timeline timeline = new Timeline(PUMP, List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0)));
        int solved;

        ModelLearner last() {
            return statuses.get(statuses.size() - 1);
        }

        void publishProposed() {
            commands.stream()
                    .filter(Publish.class::isInstance)
                    .map(Publish.class::cast)
                    .forEach(publish -> {
                        try {
                            artefacts.put(publish.version(), ArtefactFormat.read(publish.artefact()));
                        } catch (ArtefactException e) {
                            throw new AssertionError(e);
                        }
                    });
        }

        void champion(int version) {
            timeline = timeline.with(Step.champion(timeline.revision() + 1, 0, version, "test", 0));
        }

        void challenge(int version) {
            int champion = timeline.latest().orElseThrow().champion();
            Challenger tried = new Challenger(version, Mode.SHADOW, Share.ALL, Optional.empty());
            timeline = timeline.with(Step.challenge(timeline.revision() + 1, 0, champion, tried, "test", 0));
        }

        void rollBack() {
            timeline = timeline.without(timeline.revision(), "test", 0);
        }

        @Override
        public Optional<KnownModel> model(ModelId id) {
            return Optional.of(new KnownModel(
                    timeline,
                    learning,
                    artefacts.keySet().stream().mapToInt(version -> version).max().stream()
                            .boxed()
                            .findAny()
                            .map(OptionalInt::of)
                            .orElse(OptionalInt.empty())));
        }

        @Override
        public Optional<Artefact> artefact(VersionKey version) {
            return Optional.ofNullable(artefacts.get(version.version()));
        }

        @Override
        public long command(Command command, long highest) {
            commands.add(command);
            return highest + 1;
        }

        @Override
        public void status(ModelId id, ModelLearner status) {
            statuses.add(status);
        }

        @Override
        public void learnt() {}

        @Override
        public void leftOut(String why) {
            leftOut.add(why);
        }

        @Override
        public void solved() {
            solved++;
        }

        @Override
        public void proposed() {}
    }
}
