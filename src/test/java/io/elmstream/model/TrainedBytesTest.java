package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same data and plan give the same bytes, on any JDK and machine. A digest here may change only with a change of
 * the training itself, which the release notes must then tell.
 */
class TrainedBytesTest {

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, c91514dfeb910911bafd34139e648a8f73ed3cb8a3a7a97dce959ab30755003d",
        "TANH, a42c69741f6d10466bf596dfe35710d8e162292ae58eb38754e25a09323cf451",
        "RELU, 6f04f056fdde768bba5445e4f5ef62692cf3a7274a436741d84e4c7284804830"
    })
    void shouldTrainTheSameBytesOnAnyJdk(Activation activation, String digest) {
        // Given
        TrainingPlan plan =
                new TrainingPlan(50, activation, new ClassWeights.Balanced(0.5), MissingValues.REFUSE, 11, "test");

        // When
        Elm elm = ElmTrainer.train(new Blobs(7, 4, 1001, 3), plan);

        // Then
        byte[] bytes = ArtefactFormat.write(new Artefact(new ModelId("pinned"), 1, elm, Probes.none(elm)));
        assertThat(ArtefactFormat.digest(bytes)).isEqualTo(digest);
    }
}
