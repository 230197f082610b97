package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class StateFolderTest {

    @Test
    void shouldBeNobodyElsesAndLeaveNothingBehind() throws IOException {
        // Given
        StateFolder one = StateFolder.fresh();
        StateFolder other = StateFolder.fresh();
        Files.writeString(
                Files.createDirectories(one.path().resolve("global/models")).resolve("1.elm"), "weights");

        // When
        one.close();

        // Then
        assertThat(one.path()).doesNotExist();
        assertThat(other.path()).isEmptyDirectory();
        other.close();
        assertThat(other.path()).doesNotExist();
    }
}
