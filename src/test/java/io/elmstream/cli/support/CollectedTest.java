package io.elmstream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.cli.cluster.LagCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectedTest {

    @Test
    void shouldTakeTheDefaultsOfOptionsAsTheLauncherDoes() {
        // When
        Collected lag = Collected.of(LagCommand::new, List.of("--set", "threads=none"));

        // Then
        assertThat(lag.failed()).isTrue();
        assertThat(lag.text()).contains("bootstrap.servers is not set").doesNotContain("--every");
    }

    @Test
    void shouldNotTakeAnErrorOfUsageForAResult() {
        // When
        Collected lag = Collected.of(LagCommand::new, List.of("--limit", "few"));

        // Then
        assertThat(lag.failed()).isTrue();
        assertThat(lag.text()).contains("--limit").doesNotContain("Usage");
    }
}
