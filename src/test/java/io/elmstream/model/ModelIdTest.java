package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "shuttle", "pump-3.left_side", "0123456789012345678901234567890123456789012345678901234567890ab"})
    void shouldAllowNames(String name) {
        assertThat(new ModelId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shuttle", "-a", ".a", "a b", "a/b", "ä", "a\n", "0123456789012345678901234567890123456789012345678901234567890abc"})
    void shouldRefuseOthers(String name) {
        assertThat(ModelId.isValid(name)).isFalse();
        assertThatThrownBy(() -> new ModelId(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }
}
