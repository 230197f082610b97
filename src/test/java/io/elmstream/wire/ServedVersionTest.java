package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedVersionTest {

    private static final List<String> LABELS = List.of("worn", "leak", "überhitzt");

    @Test
    void shouldSayTheSameOfAVersionWhateverStepCameFirst() {
        // Given
        ServedVersion first = new ServedVersion(new VersionKey(new ModelId("shuttle"), 3), 1, LABELS);
        ServedVersion expected = new ServedVersion(new VersionKey(new ModelId("shuttle"), 3), 900, LABELS);

        // When
        ServedVersion later = first.at(900);

        // Then
        assertThat(later.revision()).isEqualTo(900);
        assertThat(later.stamp()).isEqualTo(expected.stamp()).isNotEqualTo(first.stamp());
        assertThat(later.labels()).isEqualTo(LABELS);
        assertThat(later.encodedLabel(2)).isEqualTo("überhitzt".getBytes(UTF_8));
        assertThat(later.indexOf("leak".getBytes(UTF_8), 0, 4)).isEqualTo(1);
        assertThat(later.labelArray())
                .describedAs("many steps take the memory of one")
                .isSameAs(first.labelArray());
    }
}
