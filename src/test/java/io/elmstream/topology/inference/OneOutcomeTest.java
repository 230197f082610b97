package io.elmstream.topology.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rollout.Step;
import io.elmstream.support.TestModels;
import io.elmstream.topology.inference.BatchHarness.Left;
import io.elmstream.topology.inference.BatchHarness.Predicted;
import io.elmstream.wire.avro.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/** Whatever happens to a task, every reading has one outcome, in order, by one version a batch. */
class OneOutcomeTest {

    enum Event {
        READING,
        READING_OF_OTHER_MODEL,
        BAD_READING,
        BUNDLE_OF_TWO,
        BUNDLE_OF_FIVE,
        COMMIT,
        LINGER,
        SWAP,
        TIMEOUT_AT_NEXT_FORWARD,
        TIMEOUT_AT_THIRD_FORWARD,
        CRASH
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldGiveEveryReadingOneOutcome(
            @ForAll("events") List<Event> events, @ForAll @IntRange(min = 1, max = 7) int maxSize) {
        // Given
        Story story = new Story(maxSize);

        // When
        events.forEach(story::happens);
        story.happens(Event.COMMIT);

        // Then
        assertThat(story.committed.stream().map(Left::offset).sorted())
                .containsExactlyElementsOf(IntStream.range(0, story.sent.size())
                        .mapToObj(i -> (long) i)
                        .toList());
        List<Prediction> predictions = story.committed.stream()
                .filter(Predicted.class::isInstance)
                .map(left -> ((Predicted) left).value())
                .toList();
        assertThat(predictions).extracting(Prediction::getSourceOffset).isSorted();
        assertThat(predictions)
                .allSatisfy(prediction -> assertThat(prediction.getLabel())
                        .isEqualTo(prediction.getVersion() % 2 == 1 ? "right" : "left"));
        assertThatBatchesAreWhole(predictions);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return Arbitraries.frequency(
                        Tuple.of(20, Event.READING),
                        Tuple.of(10, Event.READING_OF_OTHER_MODEL),
                        Tuple.of(3, Event.BAD_READING),
                        Tuple.of(3, Event.BUNDLE_OF_TWO),
                        Tuple.of(3, Event.BUNDLE_OF_FIVE),
                        Tuple.of(2, Event.COMMIT),
                        Tuple.of(2, Event.LINGER),
                        Tuple.of(2, Event.SWAP),
                        Tuple.of(1, Event.TIMEOUT_AT_NEXT_FORWARD),
                        Tuple.of(1, Event.TIMEOUT_AT_THIRD_FORWARD),
                        Tuple.of(1, Event.CRASH))
                .list()
                .ofMaxSize(120);
    }

    private static void assertThatBatchesAreWhole(List<Prediction> predictions) {
        Map<String, List<Prediction>> batches = predictions.stream()
                .collect(Collectors.groupingBy(each -> each.getModelId() + "@" + each.getBatchSequence()));
        assertThat(batches.values()).allSatisfy(batch -> {
            Set<List<Number>> told = new HashSet<>();
            batch.forEach(each -> told.add(List.of(each.getVersion(), each.getRevision(), each.getBatchSize())));
            assertThat(told)
                    .containsExactly(
                            List.of(batch.get(0).getVersion(), batch.get(0).getRevision(), batch.size()));
            assertThat(batch.get(0).getBatchSequence()).isEqualTo(batch.get(0).getSourceOffset());
        });
    }

    /** Plays Kafka: what is not committed is taken back by a crash, and its readings come again. */
    private static final class Story {

        private final List<Event> sent = new ArrayList<>();
        private final List<Left> committed = new ArrayList<>();
        private final BatchHarness task;
        private int read;
        private int version = 1;

        Story(int maxSize) {
            task = BatchAndPredictTest.task(maxSize, Duration.ofMillis(5));
            task.publish("other", 1, TestModels.greater("other", 1));
            task.activate("other", Step.champion(1, Step.BEGINNING, 1, "test", 0));
        }

        void happens(Event event) {
            switch (event) {
                case READING, READING_OF_OTHER_MODEL, BAD_READING -> {
                    sent.add(event);
                    offer(sent.size() - 1);
                }
                case BUNDLE_OF_TWO -> offer(Event.READING, Event.READING_OF_OTHER_MODEL);
                case BUNDLE_OF_FIVE ->
                    offer(Event.READING, Event.BAD_READING, Event.READING, Event.READING_OF_OTHER_MODEL, Event.READING);
                case COMMIT ->
                    orCrash(() -> {
                        task.commit();
                        committed.addAll(task.left());
                        read = sent.size();
                    });
                case LINGER -> orCrash(() -> task.linger(Duration.ofMillis(5)));
                case SWAP -> swap();
                case TIMEOUT_AT_NEXT_FORWARD -> task.timeOutAtForward(1);
                case TIMEOUT_AT_THIRD_FORWARD -> task.timeOutAtForward(3);
                case CRASH -> crash();
            }
        }

        /** Readings that the consumer joins. A bundle that comes again after a crash may be cut elsewhere. */
        private void offer(Event... readings) {
            int first = sent.size();
            sent.addAll(List.of(readings));
            offerFrom(first);
        }

        private void offerFrom(int first) {
            if (first < sent.size()) {
                ConsumerRecord<byte[], byte[]> bundle = task.bundle(
                        first,
                        sent.subList(first, sent.size()).stream()
                                .map(this::value)
                                .toList());
                orAgain(() -> task.offer(bundle));
            }
        }

        private void offer(int offset) {
            orAgain(() -> task.sendRaw(offset, value(sent.get(offset))));
        }

        private static void orAgain(Runnable send) {
            try {
                send.run();
            } catch (TimeoutException e) {
                // at least once, Kafka Streams offers the record again
                send.run();
            }
        }

        private byte[] value(Event reading) {
            return switch (reading) {
                case READING -> task.reading("shuttle", 1f, 2f);
                case READING_OF_OTHER_MODEL -> task.reading("other", 1f, 2f);
                default -> new byte[] {1, 2, 3};
            };
        }

        private void orCrash(Runnable action) {
            try {
                action.run();
            } catch (TimeoutException e) {
                crash();
                action.run();
            }
        }

        private void crash() {
            task.revive();
            task.left();
            offerFrom(read);
        }

        private void swap() {
            version++;
            byte[] artefact =
                    version % 2 == 1 ? TestModels.greater("shuttle", version) : TestModels.smaller("shuttle", version);
            task.publish("shuttle", version, artefact);
            task.activate("shuttle", Step.champion(version, Step.BEGINNING, version, "swap", 0));
        }
    }
}
