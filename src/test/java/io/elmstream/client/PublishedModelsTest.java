package io.elmstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.PublishedModels.Model;
import io.elmstream.client.PublishedModels.Version;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublishedModelsTest {

    private static final ModelId PUMP = new ModelId("pump");
    private static final Version OLD = new Version("01", 10, false, List.of("flow", "pressure"), List.of());
    private static final Version NEW = new Version("02", 10, false, List.of("pressure", "flow", "heat"), List.of());
    private static final Version RETIRED = new Version("03", 0, true, List.of(), List.of());

    @Test
    void shouldKnowTheFeaturesOfTheChampion() {
        // Given
        Timeline timeline = new Timeline(PUMP, List.of(Step.champion(1, Step.BEGINNING, 1, "first", 0)));

        // When / Then
        assertThat(models(Optional.of(timeline)).features(PUMP, 1_000)).contains(OLD.features());
    }

    @Test
    void shouldKnowTheFeaturesOfTheNewestVersionBeforeThereIsAChampion() {
        assertThat(models(Optional.empty()).features(PUMP, 1_000)).contains(NEW.features());
        assertThat(models(Optional.empty()).features(new ModelId("boiler"), 1_000))
                .isEmpty();
    }

    private static PublishedModels models(Optional<Timeline> timeline) {
        return new PublishedModels(new TreeMap<>(
                Map.of(PUMP, new Model(timeline, Learning.OFF, new TreeMap<>(Map.of(1, OLD, 2, NEW, 3, RETIRED))))));
    }
}
