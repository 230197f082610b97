package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.client.Partitions;
import io.elmstream.topology.Topics;
import io.elmstream.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the records of a topic. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Shows the committed records of a topic as they arrive, until stopped.",
        footer = {
            "",
            "Examples:",
            "  elmstream watch alerts --config elmstream.yaml",
            "  elmstream watch dead-letters --from-beginning --limit 10 --json \\",
            "      --config elmstream.yaml"
        })
public final class WatchCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);
    /** How long nothing arrives before a likely reason is printed. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    @Parameters(paramLabel = "WHAT", description = WatchedTopic.ALL)
    private String what;

    @Option(names = "--from-beginning", description = "also show existing records")
    private boolean fromBeginning;

    @Option(names = "--limit", paramLabel = "N", description = "stop after this many records")
    private Optional<Integer> limit = Optional.empty();

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;
    private boolean toldOfUnreadable;
    private boolean toldOfQuiet;

    public WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        limit.ifPresent(n -> Arguments.positive(n, "--limit"));
        WatchedTopic watched = WatchedTopic.parse(what);
        Connection connection =
                config.connection(topics -> List.of(watched.topic().apply(topics)));
        Topics topics = connection.topics();
        QuietTopic quiet =
                new QuietTopic(what, fromBeginning, connection.configuration().inference());
        quiet.forCertain().ifPresent(this::tellOfQuiet);
        try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of())) {
            List<String> topic = List.of(watched.topic().apply(topics));
            if (fromBeginning) {
                Partitions.fromTheBeginning(consumer, topic);
            } else {
                Partitions.fromTheEnd(consumer, topic);
            }
            long most = limit.map(Integer::longValue).orElse(Long.MAX_VALUE);
            long left = most;
            long start = System.nanoTime();
            while (left > 0) {
                if (left == most && !toldOfQuiet && System.nanoTime() - start > QUIET.toNanos()) {
                    tellOfQuiet(quiet.perhaps());
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (left > 0 && watched.shows(record)) {
                        left -= show(watched, record) ? 1 : 0;
                    }
                }
            }
        }
        return 0;
    }

    private void tellOfQuiet(String why) {
        console.say(true, why);
        toldOfQuiet = true;
    }

    /** @return false if the record is invalid: anyone may write to a topic, and later records can still be shown */
    private boolean show(WatchedTopic watched, ConsumerRecord<byte[], byte[]> record) {
        try {
            console.result(
                    output.json,
                    watched.read(record),
                    fields -> console.print(watched.line().apply(fields)));
            return true;
        } catch (UnreadableRecordException e) {
            if (!toldOfUnreadable) {
                console.say(
                        true,
                        "ignored the record at offset %d of %s-%d: %s. Further records like it are ignored silently"
                                .formatted(record.offset(), record.topic(), record.partition(), e.getMessage()));
                toldOfUnreadable = true;
            }
            return false;
        }
    }
}
