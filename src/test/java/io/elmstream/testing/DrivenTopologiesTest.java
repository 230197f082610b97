package io.elmstream.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.support.SmallModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrivenTopologiesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Configuration configuration = ConfigurationLoader.withoutCluster(Optional.empty(), Map.of());

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(temporary.resolve("driver"));
    }

    @Test
    void shouldRemoveItsFilesAtTheEnd() {
        // Given
        DrivenTopologies topologies = DrivenTopologies.start(configuration, START, new StateFolder(folder));
        topologies.judge(new Command.Publish("r1", new ModelId(SmallModel.ID), 1, SmallModel.artefact(1), false));
        assertThat(folder).isNotEmptyDirectory();

        // When
        topologies.close();

        // Then
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldRemoveItsFilesIfItCannotStart() {
        // When
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> DrivenTopologies.start(configuration, Instant.MAX, new StateFolder(folder)));

        // Then
        assertThat(folder).doesNotExist();
    }
}
