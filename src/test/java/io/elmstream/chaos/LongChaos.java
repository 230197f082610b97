package io.elmstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The long form of {@link ChaosIT}, which only {@code mvn verify -Pchaos} runs; docs/reliability.md has its properties.
 */
class LongChaos {

    private final long seed = Long.getLong("chaos.seed", System.nanoTime());
    private final long readings = Long.getLong("chaos.readings", LongSchedule.FULL_READINGS);
    private final double perSecond = Double.parseDouble(System.getProperty("chaos.rate", "4000"));
    private final String chosen = System.getProperty("chaos.faults", "");
    private final Duration stop = Duration.ofSeconds(Long.getLong("chaos.stop", 60));
    private final String guarantee = System.getProperty("chaos.guarantee", Guarantee.EXACTLY_ONCE_V2.kafkaName());

    @TempDir
    Path folder;

    private List<Fault> faults() {
        return chosen.isEmpty()
                ? LongSchedule.of(seed, readings)
                : Arrays.stream(chosen.split(",")).map(Fault::valueOf).toList();
    }

    @Test
    void shouldKeepEveryPromise() throws Exception {
        // Given
        boolean exactlyOnce = guarantee.equals(Guarantee.EXACTLY_ONCE_V2.kafkaName());
        ChaosRun run = new ChaosRun(
                seed,
                exactlyOnce ? Guarantee.EXACTLY_ONCE_V2 : Guarantee.AT_LEAST_ONCE,
                readings,
                faults(),
                Pace.asShipped(perSecond, stop),
                Integer.getInteger("chaos.workers", 3),
                Integer.getInteger("chaos.partitions", 12));
        System.out.printf("chaos.seed=%d, %s%n", seed, run.faults());

        // When
        ChaosRun.Result result = run.run(folder);

        // Then
        System.out.println(ChaosTable.of(run, result));
        Findings findings = result.findings();
        assertThat(findings.lost()).as("lost").isZero();
        assertThat(findings.disordered()).as("out of order").isZero();
        assertThat(findings.wrong()).as("wrong outcomes").isZero();
        assertThat(findings.misversioned()).as("wrong versions").isZero();
        if (exactlyOnce) {
            assertThat(findings.doubled()).as("doubled").isZero();
            assertThat(findings.mixed()).as("mixed batches").isZero();
        }
    }
}
