package io.elmstream.guarantees;

import io.elmstream.config.Guarantee;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold when workers are killed; the same on every real broker. */
abstract class CrashContract {

    /**
     * A steady stream of 24 seconds: each kill takes the coordinator 6 of them to notice, and the stop comes before
     * they end.
     */
    private static final long READINGS = 60_000;

    @TempDir
    Path folder;

    abstract KafkaUnderTest kafka(Path folder);

    @Test
    void shouldAnswerEveryReadingOnceUnderExactlyOnce() throws Exception {
        try (KafkaUnderTest kafka = kafka(folder)) {
            // When
            Evidence evidence = new CrashRun(kafka, Guarantee.EXACTLY_ONCE_V2, folder).run(READINGS);

            // Then
            List.of(
                            new EveryReadingHasOneOutcome(),
                            new KeyOrderKept(),
                            new OneVersionPerBatch(),
                            new VersionFollowsTimeline())
                    .forEach(promise -> promise.holdFor(evidence));
        }
    }

    @Test
    void shouldLoseNoReadingUnderAtLeastOnce() throws Exception {
        try (KafkaUnderTest kafka = kafka(folder)) {
            // When
            Evidence evidence = new CrashRun(kafka, Guarantee.AT_LEAST_ONCE, folder).run(READINGS);

            // Then
            List.of(new NoReadingIsLost(), new KeyOrderKept(), new VersionFollowsTimeline())
                    .forEach(promise -> promise.holdFor(evidence));
        }
    }
}
