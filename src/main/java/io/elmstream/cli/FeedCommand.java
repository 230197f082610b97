package io.elmstream.cli;

import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvRows;
import io.elmstream.data.RowRange;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the rows of a file as readings. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        description = "Sends the rows of a CSV file to the readings topic, as readings of several sensors.",
        footer = {
            "",
            "Examples:",
            "  elmstream feed --data shuttle.csv.gz --label state --rate 1000 \\",
            "      --config elmstream.yaml"
        })
final class FeedCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param sent readings that the broker has
     * @param seconds how long it took
     */
    record Result(long sent, double seconds) {}

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "a CSV file with a header line, .csv or .csv.gz")
    private Path data;

    @Option(names = "--rate", required = true, paramLabel = "N|max", description = "rows a second, or max")
    private String rate;

    @Option(names = "--label", paramLabel = "COLUMN", description = "a column with the true class; it travels along, but is no feature")
    private Optional<String> label = Optional.empty();

    @Option(names = "--rows", paramLabel = "A..B", description = "only rows A to B, both included")
    private Optional<String> rows = Optional.empty();

    @Option(names = "--model", paramLabel = "ID", description = "the model that shall score the readings (default: the configured one)")
    private @Nullable String model;

    @Option(names = "--sensors", paramLabel = "N", defaultValue = "24",
            description = "the rows are dealt to this many sensors in turn (default: ${DEFAULT-VALUE})")
    private int sensors;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    FeedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(sensors, "--sensors");
        Pace pace = Pace.parse(rate, "--rate");
        Connection connection = config.connection();
        CsvFile file = CsvFile.of(data);
        List<String> features = label.map(file::columnsWithout).orElseGet(file::columns);
        RowRange range = rows.map(text -> Arguments.rows(text, "--rows")).orElse(RowRange.ALL);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long sent = 0;
        long start = System.nanoTime();
        try (Producer<byte[], byte[]> producer = connection.producer(Map.of());
                CsvRows table = file.rows(features, label, range);
                ProgressBar progress = Progress.of("feeding", -1)) {
            String topic = connection.topics().readings();
            RecordEncoder<SensorReading> encoder =
                    new RecordEncoder<>(connection.registry().register(topic, SensorReading.getClassSchema()));
            while (table.next() && failure.get() == null) {
                pace.await(start, sent);
                String sensor = "sensor-" + (sent % sensors + 1);
                SensorReading reading = new SensorReading(
                        sensor, model, Instant.now(), label.isPresent() ? table.label() : null, boxed(table.features()));
                producer.send(
                        new ProducerRecord<>(topic, sensor.getBytes(StandardCharsets.UTF_8), encoder.encode(reading)),
                        (metadata, problem) -> failure.compareAndSet(null, problem));
                sent++;
                progress.step();
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new CommandFailure("KAFKA", "row " + sent + " or one before it could not be sent: " + failure.get());
        }
        report(new Result(sent, (System.nanoTime() - start) / 1e9));
        return 0;
    }

    private void report(Result result) {
        if (output.json) {
            console.json(result);
        } else {
            console.say(false, "sent %,d readings in %.1f s".formatted(result.sent(), result.seconds()));
        }
    }

    static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
