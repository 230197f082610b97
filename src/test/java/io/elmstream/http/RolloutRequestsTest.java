package io.elmstream.http;

import static io.elmstream.http.HttpCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.serving.ModelIndex;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests take part in the rollout of a version as readings of the stream do. */
class RolloutRequestsTest {

    private static final ModelId SIDES = new ModelId("sides");
    private static final int SENSORS = 200;

    private final ModelIndex index = HttpCaller.sides();
    private final InferenceServer server = HttpCaller.start(HttpCaller.SETTINGS, index);
    private final HttpCaller caller = new HttpCaller(server.port());

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldChooseByTheSensorAndCompareBothVersions(Mode mode) throws Exception {
        // Given
        Timeline timeline = trying(mode);
        index.putTimeline(timeline);
        long compared = 0;

        for (int i = 0; i < SENSORS; i++) {
            String sensor = "sensor-" + i;
            var choice = timeline.choiceAt(0, sensor.getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            compared += choice.beside().isPresent() ? 1 : 0;

            // When
            JsonNode answer = ask("'parameters':{'sensor':'" + sensor + "'},");

            // Then
            assertThat(answer.at("/parameters/version").asInt()).isEqualTo(choice.version());
            assertThat(answer.at("/parameters/revision").asInt()).isEqualTo(2);
        }
        Comparison comparison =
                index.health().get(SIDES).comparison().orElseThrow().comparison();
        assertThat(compared).isBetween(50L, 150L);
        assertThat(comparison.compared()).isEqualTo(compared);
        // one names the greater side, the other the smaller
        assertThat(comparison.agreed()).isZero();
    }

    @Test
    void shouldAnswerByTheChampionIfNoSensorIsNamed() throws Exception {
        // Given
        index.putTimeline(trying(Mode.CANARY));

        // When
        JsonNode answer = ask("");

        // Then
        assertThat(answer.at("/parameters/version").asInt()).isEqualTo(1);
        assertThat(index.health()
                        .get(SIDES)
                        .comparison()
                        .orElseThrow()
                        .comparison()
                        .compared())
                .isZero();
    }

    @Test
    void shouldFollowARollback() throws Exception {
        // Given
        Timeline timeline = Timeline.empty(SIDES)
                .with(Step.champion(1, Step.BEGINNING, 1, "first", 0))
                .with(Step.champion(2, 0, 2, "second", 0));
        index.putTimeline(timeline);
        assertThat(ask("").at("/parameters/version").asInt()).isEqualTo(2);

        // When
        index.putTimeline(timeline.without(2, "wrong", 0));

        // Then
        assertThat(ask("").at("/parameters/version").asInt()).isEqualTo(1);
        assertThat(caller.get("/v2/models/sides/versions/2").statusCode()).isEqualTo(404);
    }

    private static Timeline trying(Mode mode) {
        return Timeline.empty(SIDES)
                .with(Step.champion(1, Step.BEGINNING, 1, "first", 0))
                .with(Step.challenge(2, 0, 1, new Challenger(2, mode, new Share(5_000), Optional.empty()), "try", 0));
    }

    private JsonNode ask(String parameters) throws Exception {
        return json(caller.post(
                "/v2/models/sides/infer",
                "{" + parameters + "'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[3,1]}]}"));
    }
}
