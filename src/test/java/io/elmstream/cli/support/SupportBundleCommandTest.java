package io.elmstream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SupportBundleCommandTest {

    @Test
    void shouldDescribeTheTopologiesOfTheInstallation() {
        // Given
        Configuration configuration = ConfigurationLoader.withoutCluster(
                Optional.empty(), Map.of("topics.predictions", "line-4-predictions"));

        // When
        String topologies = SupportBundleCommand.topologies(configuration);

        // Then
        assertThat(topologies)
                .contains("line-4-predictions", "govern-models")
                .doesNotContain("detect-alerts", "watch-quality", "learn-models");
    }
}
