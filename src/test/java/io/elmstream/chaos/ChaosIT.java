package io.elmstream.chaos;

import static io.elmstream.chaos.Fault.BROKERS_STOPPED;
import static io.elmstream.chaos.Fault.COORDINATOR_KILLED;
import static io.elmstream.chaos.Fault.REGISTRY_AWAY;
import static io.elmstream.chaos.Fault.STATE_REMOVED;
import static io.elmstream.chaos.Fault.WORKERS_KILLED;
import static io.elmstream.chaos.Fault.WORKER_KILLED;
import static io.elmstream.chaos.Fault.WORKER_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.Guarantee;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, two workers, and one fault after another while models change each second. What is struck follows from
 * a seed, which is printed; {@code -Dchaos.seed=N} strikes the same again.
 */
class ChaosIT {

    private static final double PER_SECOND = 600;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());

    @TempDir
    Path folder;

    @Test
    void shouldAnswerEveryReadingOnceUnderExactlyOnce() throws Exception {
        // Given
        ChaosRun run = new ChaosRun(
                seed,
                Guarantee.EXACTLY_ONCE_V2,
                15_000,
                List.of(WORKER_KILLED, COORDINATOR_KILLED, WORKER_STOPPED, STATE_REMOVED),
                Pace.quick(PER_SECOND),
                2,
                6);

        // When
        ChaosRun.Result result = run.run(folder);

        // Then
        System.out.println(ChaosTable.of(run, result));
        assertKept(result);
        assertThat(result.findings().doubled()).as("doubled; seed %d", seed).isZero();
        assertThat(result.findings().mixed()).as("mixed batches; seed %d", seed).isZero();
    }

    @Test
    void shouldLoseNoReadingUnderAtLeastOnce() throws Exception {
        // Given
        ChaosRun run = new ChaosRun(
                seed,
                Guarantee.AT_LEAST_ONCE,
                8_000,
                List.of(REGISTRY_AWAY, BROKERS_STOPPED, WORKERS_KILLED),
                Pace.quick(PER_SECOND),
                2,
                6);

        // When
        ChaosRun.Result result = run.run(folder);

        // Then
        System.out.println(ChaosTable.of(run, result));
        assertKept(result);
    }

    private void assertKept(ChaosRun.Result result) {
        Findings findings = result.findings();
        assertThat(findings.lost()).as("lost; seed %d, %s", seed, findings).isZero();
        assertThat(findings.disordered())
                .as("out of order; seed %d, %s", seed, findings)
                .isZero();
        assertThat(findings.wrong())
                .as("wrong outcomes; seed %d, %s", seed, findings)
                .isZero();
        assertThat(findings.misversioned())
                .as("wrong versions; seed %d, %s", seed, findings)
                .isZero();
        assertThat(findings.predictions()).isPositive();
        assertThat(findings.deadLetters()).isPositive();
    }
}
