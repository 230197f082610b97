package io.elmstream.guarantees;

import io.elmstream.app.Guarantee;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold when workers are killed; the same on every real broker. */
abstract class CrashContract {

    @TempDir
    Path folder;

    abstract KafkaUnderTest kafka(Path folder);

    @Test
    void shouldAnswerEveryReadingOnceUnderExactlyOnce() throws Exception {
        try (KafkaUnderTest kafka = kafka(folder)) {
            // When
            Evidence evidence = new CrashRun(kafka, Guarantee.EXACTLY_ONCE_V2, folder).run();

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
            Evidence evidence = new CrashRun(kafka, Guarantee.AT_LEAST_ONCE, folder).run();

            // Then
            List.of(new NoReadingIsLost(), new KeyOrderKept(), new VersionFollowsTimeline())
                    .forEach(promise -> promise.holdFor(evidence));
        }
    }
}
