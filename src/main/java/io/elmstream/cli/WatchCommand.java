package io.elmstream.cli;

import io.elmstream.topology.InferenceSettings;
import io.elmstream.topology.Topics;
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

/** Shows what comes out. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Shows committed records of a topic as they come, until it is stopped.",
        footer = {
            "",
            "Examples:",
            "  elmstream watch alerts --config elmstream.yaml",
            "  elmstream watch dead-letters --from-beginning --limit 10 --json \\",
            "      --config elmstream.yaml"
        })
final class WatchCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @Parameters(paramLabel = "WHAT", description = Watched.ALL)
    private String what;

    @Option(names = "--from-beginning", description = "show what is there already, too")
    private boolean fromBeginning;

    @Option(names = "--limit", paramLabel = "N", description = "stop after this many records")
    private Optional<Integer> limit = Optional.empty();

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        limit.ifPresent(n -> Arguments.positive(n, "--limit"));
        Watched watched = Watched.parse(what);
        Connection connection = config.connection(topics -> List.of(watched.topic().apply(topics)));
        Topics topics = connection.topics();
        silence(connection.configuration().inference()).ifPresent(why -> console.say(true, why));
        try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of())) {
            List<String> topic = List.of(watched.topic().apply(topics));
            if (fromBeginning) {
                Partitions.fromTheBeginning(consumer, topic);
            } else {
                Partitions.fromTheEnd(consumer, topic);
            }
            long left = limit.map(Integer::longValue).orElse(Long.MAX_VALUE);
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (left > 0 && watched.shows(record)) {
                        show(watched.read(record));
                        left--;
                    }
                }
            }
        }
        return 0;
    }

    /** Why an instance with this configuration writes nothing to the topic. */
    private Optional<String> silence(InferenceSettings settings) {
        if (what.equals("alerts") && settings.alerts().labels().isEmpty()) {
            return Optional.of("alerts.labels is not set in this configuration: an instance that runs with it raises no alerts");
        }
        if (what.equals("shadow-predictions") && !settings.publishShadow()) {
            return Optional.of("shadow.publish is false in this configuration: an instance that runs with it keeps what shadows say to"
                    + " itself");
        }
        return Optional.empty();
    }

    private void show(Map<String, Object> fields) {
        if (output.json) {
            console.json(fields);
            return;
        }
        StringBuilder line = new StringBuilder();
        fields.forEach((name, value) -> line.append(name).append('=').append(value).append("  "));
        console.say(false, line.toString().stripTrailing());
    }
}
