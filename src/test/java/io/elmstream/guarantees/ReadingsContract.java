package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.config.Guarantee;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.wire.avro.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must become of readings: good and bad ones, many and none. */
abstract class ReadingsContract extends RealKafkaContract {

    /** So long that a batch leaves by the commit or by being full. */
    private static final String FOR_EVER = "60000";

    @Test
    void shouldBuryEachPoisonedReadingOnceAndPredictItsNeighbours() {
        // Given
        try (ElmstreamUnderTest app = application("poison", 1)) {
            List<PoisonedReading> poisoned = PoisonedReading.all(app.feed());
            app.feed().send(10, 20_000);
            for (PoisonedReading reading : poisoned) {
                Header trace = new RecordHeader("trace", reading.reason().name().getBytes(StandardCharsets.UTF_8));
                app.feed().send(reading.key(), reading.value(), trace);
                app.feed().send(3, 20_000);
            }

            // When
            app.start(Map.of());
            app.champion(1);
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            new EveryReadingHasOneOutcome().holdFor(evidence);
            new KeyOrderKept().holdFor(evidence);
            assertThat(evidence.report().predictions()).isEqualTo(10 + 3L * poisoned.size());
            List<ConsumerRecord<byte[], byte[]>> sent =
                    topic(app.topics().readings()).records();
            List<ConsumerRecord<byte[], byte[]>> letters = app.reader().deadLetters();
            assertThat(letters)
                    .extracting(letter -> DeadLetterHeaders.of(letter.headers()).reason())
                    .containsExactlyElementsOf(
                            poisoned.stream().map(each -> each.reason().name()).toList());
            letters.forEach(letter -> assertIsOf(
                    sent.get((int) DeadLetterHeaders.of(letter.headers()).offset()), letter));
        }
    }

    private static void assertIsOf(ConsumerRecord<byte[], byte[]> reading, ConsumerRecord<byte[], byte[]> letter) {
        assertThat(letter.key()).isEqualTo(reading.key());
        assertThat(letter.value()).isEqualTo(reading.value());
        assertThat(letter.timestamp()).isEqualTo(reading.timestamp());
        assertThat(DeadLetterHeaders.original(letter.headers()))
                .containsExactly(reading.headers().toArray());
        assertThat(DeadLetterHeaders.of(letter.headers()).message()).isNotBlank();
    }

    @Test
    void shouldCommitNothingWhileThereIsNothingToDo() {
        // Given
        try (ElmstreamUnderTest app = application("idle", 2)) {
            app.start(Map.of("commit.interval.ms", "20", "batch.linger.ms", "1"));
            app.champion(1);
            app.feed().send(100, 20_000);
            app.awaitAllAnswered();
            // the brokers end a transaction after they have said that it is committed
            app.await().until(() -> standsStill(app, 100));
            List<Double> before = commits(app);

            // When
            boolean idle = standsStill(app, 400);

            // Then
            assertThat(idle).as("%s before, %s after", before, commits(app)).isTrue();
            app.feed().send(1, 20_000);
            app.awaitAllAnswered();
            app.await().untilAsserted(() -> assertThat(commits(app)).isNotEqualTo(before));
        }
    }

    /** A poll ends after 5 ms at the latest, so each hundred of them see many commit intervals. */
    private boolean standsStill(ElmstreamUnderTest app, int polls) {
        List<Double> before = commits(app);
        awaitPolls(app, polls);
        return commits(app).equals(before);
    }

    private static void awaitPolls(ElmstreamUnderTest app, int more) {
        double first = app.metric("poll-total");
        app.await().until(() -> app.metric("poll-total") >= first + more);
    }

    /** What grows with a commit: Kafka Streams' own count, and on the broker offsets, transactions and their marks. */
    private List<Double> commits(ElmstreamUnderTest app) {
        return List.of(
                app.metric("commit-total"),
                ofInference(app, "__consumer_offsets"),
                ofInference(app, "__transaction_state"),
                (double) topic(app.topics().predictions()).end());
    }

    /** Without the governor's records, which commits the heartbeats that it reads. */
    private double ofInference(ElmstreamUnderTest app, String internal) {
        return topic(internal).records().stream()
                .map(each -> new String(each.key(), StandardCharsets.ISO_8859_1))
                .filter(key -> key.contains(app.applicationId()))
                .filter(key -> !key.contains("governor-of-" + app.applicationId()))
                .count();
    }

    private RawTopic topic(String name) {
        return new RawTopic(kafka().bootstrapServers(), name);
    }

    @Test
    void shouldScoreABacklogInFullBatches() {
        // Given
        try (ElmstreamUnderTest app = application("backlog", 1)) {
            app.feed().send(5_000, 1_000_000);

            // When
            app.start(Map.of("batch.max.size", "100", "batch.linger.ms", FOR_EVER, "commit.interval.ms", "1000"));
            app.champion(1);
            app.awaitAllAnswered();

            // Then
            Evidence evidence = evidence(app);
            List.of(new EveryReadingHasOneOutcome(), new KeyOrderKept(), new OneVersionPerBatch())
                    .forEach(promise -> promise.holdFor(evidence));
            assertThat(evidence.predictions())
                    .extracting(Prediction::getBatchSize)
                    .contains(100)
                    .allMatch(size -> size <= 100);
        }
    }

    /**
     * The contract of the commit hook with Kafka Streams: what waits in a micro-batch leaves before the offsets are
     * committed, in the same transaction. Should an upgrade of Kafka drop the hook, the readings stay in the batch and
     * this fails.
     */
    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void shouldHaveAllOutcomesOutOnceTheOffsetsAreCommitted(Guarantee guarantee) throws Exception {
        // Given
        long readings = 1_000;
        String name = "hook-" + guarantee.kafkaName().replace('_', '-');
        try (ElmstreamUnderTest app = application(name, 2);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()))) {
            app.start(
                    Map.of("guarantee", guarantee.kafkaName(), "batch.max.size", "65536", "batch.linger.ms", FOR_EVER));
            app.champion(1);

            // When
            app.feed().send(readings, 20_000);
            app.await().until(() -> committed(admin, app.applicationId()) == readings);
            int outcomes = topic(app.topics().predictions()).records().size();

            // Then
            assertThat(outcomes).isEqualTo((int) readings);
            assertThat(app.metric("batch-size-avg")).isGreaterThan(1);
        }
    }

    @Test
    void shouldLeaveItsGroupsWhenItStopsSoThatOthersGoOnAtOnce() throws Exception {
        // Given
        try (ElmstreamUnderTest app = application("leaving", 2);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()))) {
            app.start(Map.of());
            app.champion(1);
            app.feed().send(100, 20_000);
            app.awaitAllAnswered();

            // When
            app.stop();

            // Then
            List<String> groups = List.of(app.applicationId(), "governor-of-" + app.applicationId());
            assertThat(admin.describeConsumerGroups(groups).all().get().values())
                    .hasSize(2)
                    .allSatisfy(group -> assertThat(group.members()).isEmpty());
        }
    }

    /** The readings before the committed offsets; the feed has no transactions, so their markers leave no gaps. */
    private static long committed(Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }
}
