package io.elmstream.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.ClassCount;
import io.elmstream.activity.DeadLetterSample;
import io.elmstream.activity.VersionActivity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageStateTest {

    private static final long T = 1_764_240_000_000L;
    private static final int HISTORY = 3_600;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PageFacts FACTS =
            new PageFacts("elmstream", "i1", "1.0", true, 1_000, HISTORY * 1_000L, false, true);

    private final PageState state = new PageState(HISTORY, 1_000);

    @Property(tries = 100)
    void shouldCountEveryPredictionOnceWhateverIsLostLateOrDoubled(
            @ForAll @Size(min = 2, max = 30) List<@IntRange(max = 500) Integer> each, @ForAll long seed) {
        // Given: cumulative reports of one process, some of which come late, twice or never
        PageState fresh = new PageState(HISTORY, 1_000);
        List<ActivityReport> reports = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < each.size(); i++) {
            sum += each.get(i);
            reports.add(Reports.of("i1", T, T + 1_000L * (i + 1), sum, 0));
        }
        Random random = new Random(seed);
        List<ActivityReport> sent = new ArrayList<>(reports);
        sent.removeIf(report -> random.nextInt(4) == 0);
        sent.addAll(sent.stream().filter(report -> random.nextInt(4) == 0).toList());
        Collections.shuffle(sent, random);
        sent.add(reports.get(reports.size() - 1));

        // When
        sent.forEach(report -> fresh.take(report, report.at(), T + 60_000));
        fresh.advance(T + 120_000);

        // Then
        double counted = fresh.axis().stream()
                .flatMapToDouble(axis -> fresh.versions()
                        .all()
                        .getOrDefault(new Since.Version("m", 1), new Track(HISTORY, 0))
                        .values(axis))
                .sum();
        assertThat(counted).isCloseTo(sum, within(1e-6 * Math.max(1, sum)));
    }

    @Test
    void shouldGoOnAfterTheRestartOfAnInstance() {
        // Given
        take(Reports.of("i1", T, T + 1_000, 100, 0));
        take(Reports.of("i1", T, T + 2_000, 200, 0));

        // When: it starts again, and counts from nothing
        take(Reports.of("i1", T + 4_000, T + 5_000, 70, 0));
        take(Reports.of("i1", T, T + 2_000, 200, 0));

        // Then
        JsonNode json = json(T + 10_000);
        assertThat(rates(json, "versions", 0)).containsSubsequence(100.0, 100.0, 0.0, 0.0, 70.0);
        assertThat(json.at("/series/classes/0/label").asText()).isEqualTo("ok");
    }

    @Test
    void shouldSumInstancesAndSecondsBeforeTenMinutes() {
        // When: two instances at 100 a second each, for half an hour
        for (int s = 1; s <= 1_800; s++) {
            take(Reports.of("i1", T, T + 1_000L * s, 100L * s, 0));
            take(Reports.of("i2", T, T + 1_000L * s, 0, 100L * s));
        }

        // Then
        JsonNode json = json(T + 1_803_000);
        assertThat(json.get("times").size()).isBetween(600, 600 + 60 + 40);
        assertThat(rates(json, "versions", 0)).allMatch(rate -> rate == 200.0);
        assertThat(json.at("/series/latencyP99/" + (json.get("times").size() - 1))
                        .asDouble())
                .isEqualTo(20);
        assertThat(json.at("/series/lag/5").asInt()).isEqualTo(10);
        assertThat(json.at("/instances/0/cpu").asDouble()).isEqualTo(0.5);
    }

    @Test
    void shouldSumUpVersionsBeyondTheMost() {
        // When
        for (int i = 0; i < 100; i++) {
            VersionActivity one = new VersionActivity("m", i + 1, 0, 10, 0, List.of(new ClassCount("ok", 10)));
            take(Reports.full("i" + i, T, T + 1_000, false, List.of(one), 0, 0, List.of(), Map.of(), List.of()));
        }

        // Then
        JsonNode versions = json(T + 5_000).at("/series/versions");
        assertThat(versions).hasSize(PageState.MOST_VERSIONS + 1);
        assertThat(versions.get(PageState.MOST_VERSIONS).get("model").asText()).isEqualTo("(other)");
        assertThat(versions.get(PageState.MOST_VERSIONS).at("/values/0").asInt())
                .isEqualTo(600);
    }

    @Test
    void shouldShowSensorsInAlertUntilTheyClear() {
        // Given: more sensors than one report names
        for (int i = 0; i < 3; i++) {
            take(Reports.full(
                    "i1",
                    T,
                    T + 1_000 * (i + 1),
                    false,
                    List.of(),
                    300,
                    300,
                    Reports.alerts(100 * i, 100, T),
                    Map.of(),
                    List.of()));
        }
        assertThat(state.sensors().find("s-12")).hasSize(11);
        assertThat(json(T + 4_000).at("/alerts/inAlert").asInt()).isEqualTo(300);
        assertThat(json(T + 4_000).at("/alerts/sensors")).hasSize(200);

        // When
        take(Reports.full("i1", T, T + 4_000, false, List.of(), 300, 2, Reports.alerts(7, 2, T), Map.of(), List.of()));

        // Then
        assertThat(state.sensors().find(""))
                .extracting(known -> known.alert().sensor())
                .containsExactly("s-7", "s-8");

        // When
        take(Reports.leaving("i1", T, T + 5_000, 0));
        state.advance(T + 6_000);

        // Then
        assertThat(state.sensors().size()).isZero();
        assertThat(json(T + 6_000).at("/instances/0/status").asText()).isEqualTo("left");
    }

    @Test
    void shouldKeepTextsOfStrangersAsData() {
        // Given
        String hostile = "</script><img src=x onerror=alert(1)>\u2028\"\\\n";
        DeadLetterSample sample = new DeadLetterSample("UNREADABLE", "t", 0, 1, hostile, hostile, T);
        take(Reports.full(
                "i1",
                T,
                T + 1_000,
                false,
                List.of(),
                0,
                0,
                List.of(),
                Map.of("UNREADABLE", 3L, hostile, 1L),
                List.of(sample)));

        // When
        JsonNode reasons = json(T + 5_000).at("/deadLetters/reasons");

        // Then
        assertThat(reasons).hasSize(2);
        JsonNode known = reasons.get(reasons.get(0).get("reason").asText().equals("UNREADABLE") ? 0 : 1);
        JsonNode strange = reasons.get(known == reasons.get(0) ? 1 : 0);
        assertThat(known.get("total").asInt()).isEqualTo(3);
        assertThat(known.get("replay").asText()).isEqualTo("elmstream dead-letters replay --reason UNREADABLE");
        assertThat(known.at("/samples/0/message").asText()).isEqualTo(hostile);
        assertThat(strange.get("reason").asText()).isEqualTo(hostile);
        assertThat(strange.get("replay").asText()).isEmpty();
    }

    @Test
    void shouldSendOnlyWhatChanged() throws IOException {
        // Given
        Changes changes = new Changes(FACTS);
        take(Reports.of("i1", T, T + 1_000, 100, 0));
        state.advance(T + 5_000);
        changes.skip(state, T + 5_000);
        changes.next(state, T + 5_000);

        // When
        JsonNode nothing = JSON.readTree(changes.next(state, T + 5_000));
        take(Reports.of("i1", T, T + 5_000, 500, 0));
        state.advance(T + 9_000);
        JsonNode change = JSON.readTree(changes.next(state, T + 9_000));

        // Then
        assertThat(nothing.fieldNames()).toIterable().containsExactly("at");
        assertThat(change.at("/points/times")).hasSize(4);
        assertThat(values(change.at("/points/versions/0/values"))).containsExactly(100.0, 100.0, 100.0, 0.0);
        assertThat(change.has("instances")).isTrue();
        assertThat(change.has("marks")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-600_000, -20_000, 20_000, 600_000})
    void shouldShowAnInstanceWhoseClockDiffersWhenItsReportsArrive(long ahead) {
        // Given
        long started = T + ahead;

        // When
        for (int second = 1; second <= 60; second++) {
            long told = started + 1_000L * second;
            state.advance(T + 1_000L * second);
            state.take(Reports.of("i1", started, told, 100L * second, 0), told, T + 1_000L * second);
        }

        // Then
        JsonNode json = json(T + 60_000);
        List<Double> rates = rates(json, "versions", 0);
        assertThat(rates.subList(rates.size() - 30, rates.size())).containsOnly(100.0);
        assertThat(json.at("/instances/0/at").asLong()).isEqualTo(T + 60_000);
    }

    @Test
    void shouldGoOnWhereTheClockOfAnInstanceStepsBack() {
        // When: its reports tell how long it counted, its records the time of day
        for (int second = 1; second <= 60; second++) {
            long now = T + 1_000L * second;
            state.advance(now);
            state.take(Reports.of("i1", T, now, 100L * second, 0), second < 30 ? now : now - 3_600_000, now);
        }

        // Then
        List<Double> rates = rates(json(T + 60_000), "versions", 0);
        assertThat(rates.subList(0, 25)).containsOnly(100.0);
        assertThat(rates.subList(rates.size() - 5, rates.size())).containsOnly(100.0);
    }

    @Test
    void shouldTakeAProcessThatSeemsToHaveStartedEarlierThanTheOneBefore() {
        // Given
        take(Reports.of("i1", T, T + 1_000, 100, 0));
        ActivityReport later = Reports.of("i1", T - 3_600_000, T - 3_598_000, 30, 0);

        // When
        state.take(later, later.at(), T + 5_000);
        state.take(later, later.at(), T + 20_000);

        // Then
        assertThat(state.instances().all())
                .singleElement()
                .satisfies(each -> assertThat(each.report()).isEqualTo(later))
                .satisfies(each -> assertThat(each.at()).isEqualTo(T + 20_000));
    }

    private void take(ActivityReport report) {
        state.take(report, report.at(), report.at());
    }

    private JsonNode json(long now) {
        state.advance(now);
        try {
            return JSON.readTree(PageJson.state(FACTS, state, now));
        } catch (IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }

    private static List<Double> rates(JsonNode json, String series, int index) {
        return values(json.at("/series/" + series + "/" + index + "/values"));
    }

    private static List<Double> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }
}
