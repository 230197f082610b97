package io.elmstream.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.training.ClassWeights;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightingTest {

    @Test
    void shouldReadEveryWayToWriteThem() {
        assertThat(Weighting.parse("none", "--w")).isEqualTo(new ClassWeights.None());
        assertThat(Weighting.parse("balanced", "--w")).isEqualTo(new ClassWeights.Balanced(Weighting.BALANCED));
        assertThat(Weighting.parse("1", "--w")).isEqualTo(new ClassWeights.Balanced(1));
        assertThat(Weighting.parse("a=2,b c=0.5", "--w"))
                .isEqualTo(new ClassWeights.Given(Map.of("a", 2.0, "b c", 0.5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "some", "0", "1.5", "a=", "=1=", "a=1,b", "a=-1"})
    void shouldNameTheOptionAndTheValueThatIsWrong(String text) {
        assertThatThrownBy(() -> Weighting.parse(text, "--class-weights"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--class-weights")
                .hasMessageContaining("'" + text + "'");
    }
}
