package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ModelState.Transition;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Promote;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.CommandContext;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Effect;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Judgement;
import io.elmstream.governor.PublishedVersion;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes version 2 of a model through every transition, as the governor judges the commands for it. */
class ModelTransitionsTest {

    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final OptionalLong ANY = OptionalLong.empty();
    private static final long LATER = 10_000;

    private final Governor governor = new Governor(5_000, 0, 0, true);
    private final SortedMap<Integer, PublishedVersion> versions = new TreeMap<>();
    private GovernedState model = new GovernedState(
            SHUTTLE, new Contract(List.of("pressure"), List.of("normal", "leak")), Timeline.empty(SHUTTLE), List.of());
    private long now = 1_000;
    private int requests;

    static Stream<Transition> transitionsOfPublishedVersions() {
        return ModelState.TRANSITIONS.stream()
                .filter(way -> way.from().isPresent() && way.from().get() != ModelState.UPLOADED);
    }

    @ParameterizedTest
    @MethodSource("transitionsOfPublishedVersions")
    void shouldTakeTheTransition(Transition way) {
        // Given
        for (int version = 1; version <= 3; version++) {
            versions.put(version, new PublishedVersion(version, "00ff", 10, 1, now));
        }
        bringTo(way.from().orElseThrow());
        assertThat(state()).isEqualTo(way.from().orElseThrow());

        // When
        take(way.cause());

        // Then
        assertThat(state()).isEqualTo(way.to());
    }

    private void bringTo(ModelState state) {
        judge(activate(1, ANY));
        switch (state) {
            case ACCEPTED -> {}
            case SCHEDULED -> take("activate --at");
            case SHADOW -> take("shadow");
            case CANARY -> take("canary");
            case CHAMPION -> take("activate");
            case SUPERSEDED -> {
                take("activate");
                take("rollback");
            }
            case UPLOADED, REFUSED, RETIRED -> throw new IllegalArgumentException("no command leads from " + state);
        }
    }

    private void take(String cause) {
        switch (cause) {
            case "activate", "activate again" -> judge(activate(2, ANY));
            case "activate --at" -> judge(activate(2, OptionalLong.of(now + LATER)));
            case "next champion, rollback" -> judge(activate(3, ANY));
            case "shadow" -> judge(challenge(Mode.SHADOW));
            case "canary" -> judge(challenge(Mode.CANARY));
            case "promote, gate" -> judge(new Promote(request(), SHUTTLE, 2, ANY));
            case "rollback", "rollback, gate" -> judge(new Rollback(request(), SHUTTLE, 2, ANY));
            case "retire" -> judge(new Retire(request(), SHUTTLE, 2, ANY));
            case "effective time reached" -> now += LATER;
            default -> throw new IllegalArgumentException("this test does not know how to: " + cause);
        }
    }

    private Command activate(int version, OptionalLong from) {
        return new Activate(request(), SHUTTLE, version, ANY, from);
    }

    private Command challenge(Mode mode) {
        return new Challenge(request(), SHUTTLE, new Challenger(2, mode, Share.ALL, Optional.empty()), ANY);
    }

    private String request() {
        return "r" + requests++;
    }

    private void judge(Command command) {
        CommandContext known =
                CommandContext.of(Optional.of(model), Optional.ofNullable(versions.get(command.version())));
        Judgement judgement = governor.judge(known, command, now);
        assertThat(judgement.answer().decision()).isInstanceOf(Accepted.class);
        model = judgement.governed().orElseThrow();
        if (judgement.effect() instanceof Effect.Retire retired) {
            versions.put(retired.version().version(), retired.version());
        }
        now++;
    }

    private ModelState state() {
        SortedMap<Integer, PublishedModels.Version> published = new TreeMap<>();
        versions.forEach((number, version) -> published.put(
                number,
                new PublishedModels.Version(
                        version.digest(), version.size(), version.retiredAt().isPresent(), List.of(), List.of())));
        ModelsTable table = new ModelsTable(
                new PublishedModels(new TreeMap<>(Map.of(
                        SHUTTLE,
                        new PublishedModels.Model(Optional.of(model.timeline()), model.learning(), published)))),
                new StatusTopic(new TreeMap<>(), Map.of(), Map.of(), List.of()),
                now);
        ModelsTable.Version second = table.versions(SHUTTLE).get(1);
        return Stream.of(ModelState.values()).filter(second::is).findAny().orElseThrow();
    }
}
