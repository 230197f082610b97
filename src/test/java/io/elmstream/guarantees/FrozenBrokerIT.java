package io.elmstream.guarantees;

import io.elmstream.config.Guarantee;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.FrozenKafka;
import io.elmstream.support.KafkaUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A broker that keeps its connections and answers nothing for longer than the producer tries, while one thread has many
 * tasks. Kafka Streams keeps one send error for all tasks of a thread: whatever is blamed, no task may commit what
 * another has lost.
 */
class FrozenBrokerIT extends RealKafkaContract {

    private static final int PARTITIONS = 12;
    private static final int ROUNDS = 2;
    private static final Duration FROZEN = Duration.ofSeconds(6);

    /**
     * The producer gives a request up after a second, and what blocks, as a commit does, before the broker answers
     * again.
     */
    private static final Map<String, String> IMPATIENT = Map.of(
            "kafka.producer.request.timeout.ms", "1000",
            "kafka.producer.max.block.ms", "5000",
            "kafka.session.timeout.ms", "6000");

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new FrozenKafka();
    }

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void shouldLoseNothingAndKeepTheOrderWhenTheBrokerFroze(Guarantee guarantee) throws Exception {
        // Given
        String name = "frozen-" + guarantee.kafkaName().replace('_', '-');
        try (ElmstreamUnderTest app = application(name, PARTITIONS)) {
            Map<String, String> settings = new TreeMap<>(IMPATIENT);
            settings.put("guarantee", guarantee.kafkaName());
            app.start(settings);
            app.champion(1);
            var enough = new AtomicBoolean();
            CompletableFuture<Void> feeding =
                    CompletableFuture.runAsync(() -> app.feed().send(enough::get, 4_000));

            // When
            for (int round = 0; round < ROUNDS; round++) {
                app.awaitOutcomes(app.reader().outcomes() + 4_000);
                kafka().stopBroker();
                try {
                    OutageContract.assertNoAnswer(kafka().bootstrapServers(), FROZEN);
                } finally {
                    kafka().startBroker();
                }
            }
            app.awaitOutcomes(app.reader().outcomes() + 4_000);
            enough.set(true);
            feeding.join();
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            List.of(
                            guarantee == Guarantee.EXACTLY_ONCE_V2
                                    ? new EveryReadingHasOneOutcome()
                                    : new NoReadingIsLost(),
                            new KeyOrderKept(),
                            new VersionFollowsTimeline())
                    .forEach(promise -> promise.holdFor(evidence));
        }
    }
}
