package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.InstanceReport.Version;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelsTableTest {

    private static final long NOW = 1_764_000_000_000L;
    private static final String A_SECOND_AGO = "2025-11-24T15:59:59Z";
    private static final String A_MINUTE_LATER = "2025-11-24T16:01:00Z";
    private static final ModelId SHUTTLE = new ModelId("shuttle");
    private static final Step FIRST = Step.champion(1, Step.BEGINNING, 1, "first", NOW);

    @Test
    void shouldSayWhatEveryVersionIsAndSinceWhen() {
        // Given
        Challenger canary = new Challenger(3, Mode.CANARY, new Share(1_250), Optional.empty());
        Timeline timeline = timeline(
                FIRST,
                Step.champion(2, NOW - 5_000, 2, "second", NOW),
                Step.challenge(3, NOW - 1_000, 2, canary, "tried", NOW),
                Step.champion(4, NOW + 60_000, 4, "scheduled", NOW));

        // When
        List<ModelsTable.Version> versions = table(timeline, Map.of()).versions(SHUTTLE);

        // Then
        assertThat(versions)
                .extracting(
                        ModelsTable.Version::version,
                        ModelsTable.Version::state,
                        ModelsTable.Version::isServed,
                        version -> version.since().orElse(""))
                .containsExactly(
                        tuple(1, "superseded", false, ""),
                        tuple(2, "champion", true, "2025-11-24T15:59:55Z"),
                        tuple(3, "canary 12.5 %", true, A_SECOND_AGO),
                        tuple(4, "scheduled", true, A_MINUTE_LATER),
                        tuple(5, "accepted", false, ""));
    }

    @Test
    void shouldNotCallScheduledWhatWasOvertaken() {
        // Given
        Timeline timeline = timeline(
                FIRST,
                Step.champion(2, NOW + 60_000, 4, "scheduled", NOW),
                Step.champion(3, NOW - 1_000, 2, "at once", NOW));

        // When / Then
        assertThat(table(timeline, Map.of()).versions(SHUTTLE))
                .extracting(ModelsTable.Version::state)
                .containsExactly("superseded", "champion", "accepted", "superseded", "accepted");
    }

    @Test
    void shouldCountTheLiveInstancesAndNameTheOthers() {
        // Given
        Map<String, InstanceReport> reports = Map.of(
                "good", report("good", NOW - 1_000, new Version(1, Readiness.READY, Optional.empty(), 1, 70, 20, 15)),
                "bad", report("bad", NOW, new Version(1, Readiness.FAILED, Optional.of("probe 0 differs"), 1, 0, 0, 0)),
                "new", report("new", NOW),
                "gone", report("gone", NOW - 60_000, new Version(1, Readiness.READY, Optional.empty(), 1, 9, 9, 9)));

        // When
        ModelsTable table = table(timeline(FIRST), reports);

        // Then
        ModelsTable.Version champion = table.versions(SHUTTLE).get(0);
        assertThat(champion.ready()).isEqualTo(1);
        assertThat(champion.predictions()).isEqualTo(70);
        assertThat(champion.labelled()).isEqualTo(20);
        assertThat(champion.accuracy()).contains(0.75);
        assertThat(champion.failed()).isEqualTo(Map.of("bad", "probe 0 differs"));
        assertThat(table.notReady(new VersionKey(SHUTTLE, 1)))
                .isEqualTo(Map.of("bad", "FAILED: probe 0 differs", "new", "has not seen it yet"));
        assertThat(table.stale()).extracting(InstanceReport::instanceId).containsExactly("gone");
    }

    @Test
    void shouldSumWhatWasAnsweredBeforeItsStepWasKnown() {
        // Given
        Map<String, InstanceReport> reports =
                Map.of("one", late("one", NOW, 4), "two", late("two", NOW, 3), "gone", late("gone", NOW - 60_000, 9));

        // When
        ModelsTable table = table(timeline(FIRST), reports);

        // Then
        assertThat(table.underOlderRevision(SHUTTLE)).isEqualTo(7);
        assertThat(table.underOlderRevision(new ModelId("pump"))).isZero();
        assertThat(table.standstill(SHUTTLE)).isEmpty();
    }

    private static InstanceReport late(String id, long at, long underOlderRevision) {
        return new InstanceReport(
                id,
                "elmstream",
                1,
                at,
                false,
                List.of(new InstanceReport.Model(
                        SHUTTLE, 1, OptionalInt.of(1), List.of(), Optional.empty(), underOlderRevision)));
    }

    private static Timeline timeline(Step... steps) {
        return new Timeline(SHUTTLE, List.of(steps));
    }

    @Test
    void shouldNotTrustARefusalWithoutACode() {
        // Given
        ModelStatus odd = new ModelStatus(
                1,
                "r-1",
                "model-control",
                0,
                1L,
                Instant.ofEpochMilli(NOW),
                CommandOutcome.REFUSED,
                "shuttle",
                1,
                null,
                null,
                "no",
                null,
                null,
                null);
        StatusTopic status = new StatusTopic(new TreeMap<>(), Map.of(), Map.of(), List.of(odd));

        // When
        ModelsTable table = new ModelsTable(new PublishedModels(new TreeMap<>()), status, NOW);

        // Then
        assertThat(table.modelIds()).isEmpty();
    }

    private static InstanceReport report(String id, long at, Version... versions) {
        return new InstanceReport(
                id,
                "elmstream",
                1,
                at,
                false,
                List.of(new InstanceReport.Model(SHUTTLE, 1, OptionalInt.of(1), List.of(versions), Optional.empty())));
    }

    private static ModelsTable table(Timeline timeline, Map<String, InstanceReport> reports) {
        SortedMap<Integer, PublishedModels.Version> published = new TreeMap<>();
        for (int version = 1; version <= 5; version++) {
            published.put(version, new PublishedModels.Version("00ff", 10, false, List.of(), List.of()));
        }
        SortedMap<ModelId, PublishedModels.Model> models = new TreeMap<>(
                Map.of(SHUTTLE, new PublishedModels.Model(Optional.of(timeline), Learning.OFF, published)));
        return new ModelsTable(
                new PublishedModels(models),
                new StatusTopic(new TreeMap<>(reports), Map.of(), Map.of(), List.of()),
                NOW);
    }
}
