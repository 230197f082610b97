package io.elmstream.cli.stream;

import io.elmstream.batch.Rejection;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Interruption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.Partitions;
import io.elmstream.client.PresentRecords;
import io.elmstream.elm.Counted;
import io.elmstream.readings.Mappings;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Sends dead letters to the readings topic again after their cause was fixed. Progress is stored as offsets of a
 * consumer group, committed in the same transaction, so that a second replay sends nothing twice.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Sends the dead letters with a given reason back to their topic unchanged: with the same"
                + " key, value, headers and timestamp. A later replay of the same reason continues"
                + " where the previous one stopped.",
        footer = {"", "Examples:", "  elmstream dead-letters replay --reason NO_MODEL --config elmstream.yaml"})
public final class ReplayCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param reason reason of the replayed dead letters
     * @param replayed number of readings sent again
     * @param truncated number of dead letters that were too large to be stored completely and cannot be replayed
     * @param scored number of replayed readings that have a prediction now; empty if outcomes were not watched
     * @param deadLetters number of replayed readings that became dead letters again, by reason
     * @param unanswered number of replayed readings with neither; empty if outcomes were not watched
     */
    public record Result(
            String reason,
            long replayed,
            long truncated,
            Optional<Long> scored,
            SortedMap<String, Long> deadLetters,
            Optional<Long> unanswered) {}

    @Option(names = "--reason", required = true, paramLabel = "R", description = "${COMPLETION-CANDIDATES}")
    private Rejection reason;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "how long to wait for the next outcome after sending, for example 500ms, 30s or 2m; 0"
                    + " does not wait (default: ${DEFAULT-VALUE})")
    private Duration wait;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;
    private Mappings mappings = Mappings.elmstream("");
    private long replayed;
    private long truncated;
    private long strange;

    public ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Connection connection = config.connection(topics ->
                wait.isZero() ? List.of(topics.deadLetters()) : List.of(topics.deadLetters(), topics.predictions()));
        mappings = connection.configuration().inference().mappings();
        String group = connection.configuration().applicationId() + "-replay-"
                + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        try (Interruption interruption = new Interruption();
                Outcomes outcomes = new Outcomes(connection, wait)) {
            try (Consumer<byte[], byte[]> consumer =
                            connection.consumer(Map.of("group.id", group, "auto.offset.reset", "earliest"));
                    Producer<byte[], byte[]> producer = connection.producer(Map.of("transactional.id", group))) {
                producer.initTransactions();
                replay(consumer, producer, connection.topics(), outcomes, interruption);
            }
            Optional<Outcomes.Result> became = outcomes.await(interruption::came);
            report(became);
            return became.filter(Outcomes.Result::isInVain).isPresent() ? 1 : 0;
        }
    }

    private void report(Optional<Outcomes.Result> became) {
        Result result = new Result(
                reason.name(),
                replayed,
                truncated,
                became.map(Outcomes.Result::scored),
                became.map(Outcomes.Result::deadLetters).orElseGet(TreeMap::new),
                became.map(Outcomes.Result::unanswered));
        console.result(output.json, result, found -> show(found, became));
        if (strange > 0) {
            console.say(
                    true,
                    "ignored %s of %s"
                            .formatted(
                                    Counted.of(
                                            strange,
                                            "record that is not a dead letter",
                                            "records that are not dead letters"),
                                    mappings.topics()));
        }
        if (became.isPresent() && became.get().deadLetters().containsKey(reason.name())) {
            console.say(
                    true,
                    "the cause of " + reason
                            + " still applies to the readings that became dead letters again: fix it, then"
                            + " replay again");
        } else {
            became.flatMap(Outcomes.Result::advice).ifPresent(advice -> console.say(true, advice));
        }
    }

    private void show(Result result, Optional<Outcomes.Result> became) {
        if (result.replayed() == 0 && result.truncated() == 0) {
            console.print("no dead letters with the reason " + reason + " to replay");
            return;
        }
        console.print(
                "replayed %s of reason %s%s%s",
                Counted.of(result.replayed(), "dead letter"),
                reason,
                result.truncated() == 0
                        ? ""
                        : "; "
                                + Counted.of(result.truncated(), "was truncated", "were truncated")
                                + " and cannot be replayed",
                result.replayed() == 0
                        ? ""
                        : became.map(outcomes -> ": " + outcomes.text()).orElse(""));
    }

    private void replay(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Topics topics,
            Outcomes outcomes,
            Interruption interruption) {
        List<TopicPartition> partitions = Partitions.assigned(consumer, List.of(topics.deadLetters()));
        PresentRecords present = PresentRecords.of(consumer);
        while (!interruption.came() && present.areLeft()) {
            ConsumerRecords<byte[], byte[]> letters = present.poll();
            if (!letters.isEmpty()) {
                producer.beginTransaction();
                letters.forEach(letter -> send(letter, producer, outcomes));
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                partitions.forEach(p -> offsets.put(p, new OffsetAndMetadata(consumer.position(p))));
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                producer.commitTransaction();
            }
        }
    }

    private void send(ConsumerRecord<byte[], byte[]> letter, Producer<byte[], byte[]> producer, Outcomes outcomes) {
        Optional<DeadLetterHeaders> why = origin(letter);
        if (why.isEmpty()) {
            strange++;
            return;
        }
        if (!why.get().reason().equals(reason.name())) {
            return;
        }
        if (DeadLetterHeaders.isTruncated(letter.headers())) {
            truncated++;
            return;
        }
        producer.send(
                new ProducerRecord<>(
                        why.get().topic(),
                        null,
                        DeadLetterHeaders.timestamp(letter.headers(), letter.timestamp()),
                        letter.key(),
                        letter.value(),
                        DeadLetterHeaders.toReplay(letter.headers())),
                (written, problem) -> {
                    // the transaction is aborted if this fails
                    if (problem == null) {
                        outcomes.sent(written.topic(), written.partition(), written.offset());
                    }
                });
        replayed++;
    }

    /**
     * Parses a dead letter; empty for records that are not dead letters of a reading. Anyone may write to the topic and
     * name any topic in the headers.
     */
    private Optional<DeadLetterHeaders> origin(ConsumerRecord<byte[], byte[]> letter) {
        try {
            return Optional.of(DeadLetterHeaders.of(letter.headers()))
                    .filter(why -> mappings.of(why.topic()).isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
