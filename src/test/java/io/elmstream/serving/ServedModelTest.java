package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Elm;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Choice;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.support.TestModels;
import io.elmstream.wire.ServedVersion;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ServedModelTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final PackedClassifier PACKED = packed();

    /** What comes next on a timeline. */
    private record Move(long from, int champion, Optional<Challenger> challenger, boolean back) {}

    @Property
    void shouldServeWhatTheTimelineSaysWhenAllIsReady(
            @ForAll("timelines") Timeline timeline,
            @ForAll @LongRange(min = -10, max = 110) long eventTime,
            @ForAll byte[] key,
            @ForAll boolean fixed) {
        // Given
        ServedModel model = served(timeline, Set.of(), fixed);

        // When
        Optional<ReadyChoice> choice = model.choiceAt(eventTime, key, OnDemand.NONE);

        // Then
        Optional<Choice> said = timeline.choiceAt(eventTime, key);
        assertThat(choice.map(ready -> ready.version().served().version())).isEqualTo(said.map(Choice::version));
        assertThat(choice.map(ready -> ready.version().served().revision()))
                .isEqualTo(said.map(each -> each.step().revision()));
        assertThat(choice.flatMap(ReadyChoice::beside)
                        .map(beside -> beside.version().served().version()))
                .isEqualTo(
                        said.map(Choice::beside).filter(OptionalInt::isPresent).map(OptionalInt::getAsInt));
    }

    @Property
    void shouldServeWhatTheTimelineSaidAtTheRevisionThatIsNamedWhateverFails(
            @ForAll("timelines") Timeline timeline,
            @ForAll Set<@IntRange(min = 1, max = 5) Integer> failed,
            @ForAll @LongRange(min = -10, max = 110) long eventTime,
            @ForAll byte[] key) {
        // Given
        ServedModel model = served(timeline, failed, true);

        // When
        Optional<ServedVersion> served = model.choiceAt(eventTime, key, OnDemand.NONE)
                .map(choice -> choice.version().served());

        // Then
        served.ifPresent(version -> {
            assertThat(failed).doesNotContain(version.version());
            assertThat(timeline.asOf(version.revision())
                            .choiceAt(eventTime, key)
                            .orElseThrow()
                            .version())
                    .isEqualTo(version.version());
        });
        boolean couldServe = timeline.serving()
                .anyMatch(step -> step.effectiveFrom() <= eventTime
                        && !failed.contains(step.choice(SHUTTLE, key).version()));
        assertThat(served.isPresent()).isEqualTo(couldServe);
    }

    @Provide
    Arbitrary<Timeline> timelines() {
        Arbitrary<Challenger> challengers = Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(Mode.values()),
                        Arbitraries.integers().between(1, 10_000))
                .as((version, mode, share) -> new Challenger(version, mode, new Share(share), Optional.empty()));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 100),
                        Arbitraries.integers().between(1, 5),
                        challengers.optional(),
                        Arbitraries.of(true, false, false))
                .as(Move::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(moves -> moves.stream().reduce(Timeline.empty(SHUTTLE), ServedModelTest::move, (a, b) -> b));
    }

    private static Timeline move(Timeline timeline, Move move) {
        long revision = timeline.revision() + 1;
        if (timeline.steps().isEmpty()) {
            return timeline.with(Step.champion(1, Step.BEGINNING, move.champion(), "first", 0));
        }
        if (move.back() && timeline.serving().count() > 1) {
            return timeline.without(timeline.latest().orElseThrow().revision(), "back", 0);
        }
        return timeline.with(move.challenger()
                .filter(challenger -> challenger.version() != move.champion())
                .map(challenger -> Step.challenge(revision, move.from(), move.champion(), challenger, "try", 0))
                .orElseGet(() -> Step.champion(revision, move.from(), move.champion(), "next", 0)));
    }

    private static ServedModel served(Timeline timeline, Set<Integer> failed, boolean fixed) {
        return ServedModel.of(timeline, Set.of(), new ServedModel.Versions() {
            @Override
            public Optional<ReadyVersion> find(int version, Step step, OnDemand onDemand) {
                return failed.contains(version)
                        ? Optional.empty()
                        : Optional.of(new ReadyVersion(
                                PACKED,
                                new ServedVersion(
                                        new VersionKey(new ModelId("shuttle"), version),
                                        step.revision(),
                                        TestModels.LABELS),
                                TestModels.FEATURES,
                                new VersionCounts()));
            }

            @Override
            public boolean isFixed(int version) {
                return fixed;
            }

            @Override
            public ComparisonCounts counts(Step step) {
                return new ComparisonCounts();
            }
        });
    }

    private static PackedClassifier packed() {
        try {
            Elm elm = ArtefactFormat.read(TestModels.greater("shuttle", 1)).elm();
            return PackedClassifier.pack(elm);
        } catch (ArtefactException e) {
            throw new AssertionError(e);
        }
    }
}
