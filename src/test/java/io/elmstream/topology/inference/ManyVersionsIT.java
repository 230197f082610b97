package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.embedded.ChildJvm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Four thousand versions, one after the other for each of forty models, in a heap that could not hold them all. */
class ManyVersionsIT {

    private static final int MODELS = 40;
    private static final int VERSIONS = 100;

    @Test
    void shouldFreeWhatIsSuperseded() throws Exception {
        // When
        try (ChildJvm process = ChildJvm.start(
                List.of("-Xmx256m"), ManyVersionsProcess.class, String.valueOf(MODELS), String.valueOf(VERSIONS))) {
            List<Long> resident =
                    Arrays.stream(process.line().split(" ")).map(Long::valueOf).toList();

            // Then
            long base = resident.get(0);
            long most = resident.get(1);
            long end = resident.get(2);
            assertThat(base).isGreaterThan(MODELS * 50_000L);
            assertThat(most)
                    .as("champions, and what late readings may ask for")
                    .isLessThan(InferenceSettings.DEFAULT_CACHE_BYTES + 2 * base);
            assertThat(end).as("resident bytes in the end").isEqualTo(base);
        }
    }
}
