package io.elmstream.governor;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Learn;
import io.elmstream.governor.Command.Promote;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.TestArtefacts;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds through any sequence of commands, sound or not, at any times. */
class GovernorPropertyTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Contract OTHER_CONTRACT = new Contract(List.of("flow", "pressure"), List.of("normal", "leak"));

    private record Timed(Command command, long now) {}

    @Property
    void shouldKeepWhatItPromisesThroughAnyCommands(@ForAll("commands") List<Timed> commands) {
        // Given
        GovernedModels models = new GovernedModels(new Governor(5_000, 500));
        Map<String, Answer> answered = new HashMap<>();

        for (Timed timed : commands) {
            Optional<GovernedState> before = models.governed(SHUTTLE);
            Map<String, PublishedVersion> versionsBefore = models.versions();

            // When
            Judgement judgement = models.judge(timed.command(), timed.now());

            // Then
            assertThat(judgement.governed()).isEqualTo(models.governed(SHUTTLE));
            versionsBefore.forEach(
                    (key, version) -> assertThat(models.versions().get(key))
                            .as("a version never changes")
                            .usingRecursiveComparison()
                            .ignoringFields("retiredAt")
                            .isEqualTo(version));
            judgement.governed().ifPresent(after -> assertSound(before, after, models));
            // a command that cannot be of any version is refused before it is compared with earlier ones
            boolean repeated = timed.command().version() >= 1 && isRepeated(answered, timed.command());
            if (!(judgement.answer().decision() instanceof Accepted accepted && accepted.changed()) || repeated) {
                assertThat(timelineOf(judgement.governed()))
                        .as("nothing changed")
                        .isEqualTo(timelineOf(before));
                assertThat(models.versions()).as("nothing changed").isEqualTo(versionsBefore);
                GovernedModels.written(judgement.effect())
                        .ifPresent(again -> assertThat(versionsBefore).containsValue(again));
                judgement
                        .effect()
                        .timeline()
                        .ifPresent(again ->
                                assertThat(again).isEqualTo(before.orElseThrow().timeline()));
            }
            if (repeated) {
                assertThat(judgement.effect()).isEqualTo(new Effect.None());
                assertThat(judgement.answer())
                        .isEqualTo(answered.get(timed.command().requestId()));
            }
            if (judgement
                    .governed()
                    .flatMap(state -> state.answerTo(timed.command().requestId()))
                    .isPresent()) {
                answered.putIfAbsent(timed.command().requestId(), judgement.answer());
            }
        }
    }

    @Property
    void shouldJudgeTheSameCommandsTheSameAgain(@ForAll("commands") List<Timed> commands) {
        // Given
        GovernedModels first = new GovernedModels(new Governor(5_000, 500));
        GovernedModels second = new GovernedModels(new Governor(5_000, 500));

        for (Timed timed : commands) {
            // When
            Judgement judged = first.judge(timed.command(), timed.now());
            Judgement again = second.judge(timed.command(), timed.now());

            // Then
            assertThat(again).isEqualTo(judged);
        }
    }

    private static void assertSound(Optional<GovernedState> before, GovernedState after, GovernedModels models) {
        List<Step> then = before.map(state -> state.timeline().steps()).orElse(List.of());
        List<Step> now = after.timeline().steps();
        assertThat(after.timeline()
                        .asOf(before.map(state -> state.timeline().revision()).orElse(0L))
                        .steps())
                .as("steps are only added")
                .isEqualTo(then);
        assertThat(now.size() - then.size()).as("at most one step a command").isBetween(0, 1);
        for (int i = 0; i < now.size(); i++) {
            assertThat(now.get(i).revision()).as("revisions rise by one").isEqualTo(i + 1L);
        }
        assertThat(after.timeline().versions())
                .as("what serves is published and not retired")
                .allSatisfy(version -> assertThat(models.version(SHUTTLE, version))
                        .hasValueSatisfying(
                                published -> assertThat(published.retiredAt()).isEmpty()));
        assertThat(after.timeline().stepAt(0).isPresent() || then.isEmpty() && now.isEmpty())
                .as("a champion never vanishes, at no event time")
                .isTrue();
        assertThat(after.answers().size()).isLessThanOrEqualTo(GovernedState.MAX_ANSWERS);
    }

    private static boolean isRepeated(Map<String, Answer> answered, Command command) {
        Answer earlier = answered.get(command.requestId());
        return earlier != null && earlier.request().equals(command.inShort());
    }

    private static List<Step> timelineOf(Optional<GovernedState> governed) {
        return governed.map(state -> state.timeline().steps()).orElse(List.of());
    }

    @Provide
    Arbitrary<List<Timed>> commands() {
        Arbitrary<String> requestIds = Arbitraries.integers().between(1, 40).map(i -> "r" + i);
        Arbitrary<Integer> versions = Arbitraries.integers().between(0, 4);
        Arbitrary<Command> publishes = Combinators.combine(
                        requestIds, versions, Arbitraries.integers().between(0, 9))
                .as((requestId, version, kind) ->
                        new Publish(requestId, SHUTTLE, version, artefact(version, kind), false));
        Arbitrary<Command> activates = Combinators.combine(
                        requestIds, versions, Arbitraries.longs().between(-6, 6))
                .as((requestId, version, revision) -> new Activate(
                        requestId,
                        SHUTTLE,
                        version,
                        revision < 0 ? OptionalLong.empty() : OptionalLong.of(revision),
                        OptionalLong.empty()));
        Arbitrary<OptionalLong> revisions = Arbitraries.longs()
                .between(-6, 6)
                .map(revision -> revision < 0 ? OptionalLong.empty() : OptionalLong.of(revision));
        Arbitrary<Challenger> challengers = Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(Mode.values()),
                        Arbitraries.integers().between(1, 10_000))
                .as((version, mode, share) -> new Challenger(version, mode, new Share(share), Optional.empty()));
        Arbitrary<Command> challenges = Combinators.combine(requestIds, challengers, revisions)
                .as((requestId, challenger, revision) -> new Challenge(requestId, SHUTTLE, challenger, revision));
        Arbitrary<Command> others = Combinators.combine(
                        requestIds, versions, revisions, Arbitraries.integers().between(0, 3))
                .as((requestId, version, revision, kind) -> switch (kind) {
                    case 0 -> new Promote(requestId, SHUTTLE, version, revision);
                    case 1 -> new Rollback(requestId, SHUTTLE, version, revision);
                    case 2 ->
                        new Learn(
                                requestId,
                                SHUTTLE,
                                version,
                                new Learning(version % 2 == 0, Mode.SHADOW, Share.ALL, Optional.empty()),
                                revision);
                    default -> new Retire(requestId, SHUTTLE, version, revision);
                });
        Arbitrary<Command> commands = Arbitraries.oneOf(publishes, activates, challenges, others, others);
        return Combinators.combine(commands, Arbitraries.longs().between(0, 10_000))
                .as(Timed::new)
                .list()
                .ofMaxSize(60);
    }

    /** Good ones of two seeds, and ones that do not belong or are damaged. */
    private static byte[] artefact(int version, int kind) {
        int sound = Math.max(1, version);
        return switch (kind) {
            case 0 -> TestArtefacts.bytes("shuttle", sound, 7, OTHER_CONTRACT);
            case 1 -> TestArtefacts.bytes("pump", sound, 7);
            case 2 -> TestArtefacts.bytes("shuttle", sound + 1, 7);
            case 3 -> damaged(TestArtefacts.bytes("shuttle", sound, 7));
            case 4 -> TestArtefacts.bytes("shuttle", sound, 8);
            default -> TestArtefacts.bytes("shuttle", sound, 7);
        };
    }

    private static byte[] damaged(byte[] bytes) {
        bytes[bytes.length - 40] ^= 4;
        return bytes;
    }
}
