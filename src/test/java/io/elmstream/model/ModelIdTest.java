package io.elmstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdTest {

    private static final String NAME_OF_60 = "012345678901234567890123456789012345678901234567890123456789";

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "shuttle", "pump-3.left_side", NAME_OF_60 + "abc"})
    void shouldAllowNames(String name) {
        assertThat(new ModelId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shuttle", "-a", ".a", "a b", "a/b", "ä", "a\n", NAME_OF_60 + "abcd"})
    void shouldRefuseOthers(String name) {
        assertThat(ModelId.isValid(name)).isFalse();
        assertThatThrownBy(() -> new ModelId(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }
}
