package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.EncodingOption;
import io.elmstream.cli.terminal.Interruption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFeatures;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvRows;
import io.elmstream.data.DataException;
import io.elmstream.data.RowRange;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.elm.Counted;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the rows of a CSV file as readings, or those that a device kept in a spool. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the rows of a CSV file to the readings topic, as readings of several sensors. The columns are"
                    + " matched by the feature names of the model's champion, or of its newest version.",
            "",
            "With --spool it sends what a device has kept, with sensors and event times. Each reading is sent exactly"
                    + " once, even if the command is killed and called again; what was sent is deleted."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream feed --data shuttle.csv.gz --label state --rate 1000 \\",
            "      --config elmstream.yaml",
            "  elmstream feed --spool /var/spool/edge --config elmstream.yaml"
        })
public final class FeedCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param sent number of readings that the broker acknowledged
     * @param seconds time it took to send them
     * @param scored number of readings with a prediction; empty if outcomes were not watched
     * @param deadLetters number of readings that could not be scored, by reason
     * @param unanswered number of readings with neither; empty if outcomes were not watched
     */
    public record Result(
            long sent,
            double seconds,
            Optional<Long> scored,
            SortedMap<String, Long> deadLetters,
            Optional<Long> unanswered) {

        static Result of(long sent, double seconds, Optional<Outcomes.Result> outcomes) {
            return new Result(
                    sent,
                    seconds,
                    outcomes.map(Outcomes.Result::scored),
                    outcomes.map(Outcomes.Result::deadLetters).orElseGet(TreeMap::new),
                    outcomes.map(Outcomes.Result::unanswered));
        }
    }

    /** Where the readings are. */
    static final class Source {

        @Option(
                names = "--data",
                required = true,
                paramLabel = "FILE",
                description = "a CSV file with a header line, .csv, .csv.gz or .csv.zst")
        private @Nullable Path data;

        @Option(
                names = "--spool",
                required = true,
                paramLabel = "FOLDER",
                description = "the spool of elmstream-edge.jar, instead of --data; --rate, --model, --wait and"
                        + " --by-position apply to it too")
        private @Nullable Path spool;
    }

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--rate",
            paramLabel = "N|max",
            description = "rows per second, or max for no limit; required with --data (default with --spool: max)")
    private @Nullable String rate;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "the column with the true class; it is sent with the reading, but is not a feature")
    private Optional<String> label = Optional.empty();

    @Option(names = "--rows", paramLabel = "A..B", description = "only rows A to B, inclusive")
    private Optional<String> rows = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "the model that scores the readings (default: the configured one)")
    private @Nullable String model;

    @Option(
            names = "--by-position",
            description = "send all columns except the label in file order, regardless of their names")
    private boolean byPosition;

    @Option(
            names = "--sensors",
            paramLabel = "N",
            defaultValue = "24",
            description = "assign the rows to this many sensors in turn (default: ${DEFAULT-VALUE})")
    private int sensors;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "how long to wait for the next outcome after sending, for example 500ms, 30s or 2m; 0"
                    + " does not wait, and with --by-position does not read the model either (default:"
                    + " ${DEFAULT-VALUE})")
    private Duration wait;

    @Mixin
    private EncodingOption encoding;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public FeedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Arguments.positive(sensors, "--sensors");
        Optional.ofNullable(model).ifPresent(id -> Arguments.modelId(id, "--model"));
        return source.spool == null ? feed(Objects.requireNonNull(source.data)) : feedSpool(source.spool);
    }

    private Integer feedSpool(Path spool) {
        if (label.isPresent() || rows.isPresent()) {
            throw new CommandFailure("BAD_VALUE", "--label and --rows are for --data only", "--spool");
        }
        Pace pace = Pace.parse(rate == null ? Pace.MAX : rate, "--rate");
        Connection connection = config.connection(this::needed);
        try (Interruption interruption = new Interruption();
                Outcomes outcomes = new Outcomes(connection, wait)) {
            long start = System.nanoTime();
            boolean isChecked = !(wait.isZero() && byPosition);
            long sent = new SpoolFeed(connection, spool, console)
                    .send(Optional.ofNullable(model), isChecked, pace, outcomes, interruption::came);
            return end(sent, start, outcomes, interruption);
        }
    }

    private Integer feed(Path data) {
        if (rate == null) {
            throw new CommandFailure("BAD_VALUE", "--data needs a --rate, in rows per second, or max", "--rate");
        }
        Pace pace = Pace.parse(rate, "--rate");
        CsvFile file = encoding.open("--data", data);
        RowRange range = rows.map(text -> Arguments.rows(text, "--rows")).orElse(RowRange.ALL);
        Connection connection = config.connection(this::needed);
        List<String> features = features(connection, file);
        try (Interruption interruption = new Interruption();
                Outcomes outcomes = new Outcomes(connection, wait)) {
            long start = System.nanoTime();
            long sent;
            try (CsvRows table = file.rows(features, label, range);
                    ProgressBar progress = Progress.of("feeding", () -> count(file, features, range))) {
                EncodingOption.sayWhatIsLeftOut(console, file, features, label);
                sent = send(connection, table, pace, outcomes, progress, interruption);
            }
            return end(sent, start, outcomes, interruption);
        }
    }

    private Integer end(long sent, long start, Outcomes outcomes, Interruption interruption) {
        double seconds = (System.nanoTime() - start) / 1e9;
        Optional<Outcomes.Result> became = outcomes.await(interruption::came);
        report(Result.of(sent, seconds, became), became, interruption.came());
        return became.filter(Outcomes.Result::isInVain).isPresent() ? 1 : 0;
    }

    private List<String> needed(Topics topics) {
        List<String> needed = new ArrayList<>(List.of(topics.readings()));
        if (!wait.isZero()) {
            needed.addAll(List.of(topics.predictions(), topics.deadLetters(), topics.models()));
        }
        return needed;
    }

    private List<String> features(Connection connection, CsvFile file) {
        List<String> byName =
                wait.isZero() && byPosition ? List.of() : new ModelFeatures(connection).of(Optional.ofNullable(model));
        if (byPosition) {
            return label.map(file::columnsWithout).orElseGet(file::columns);
        }
        requireAll(byName, file);
        return byName;
    }

    /** Names the model whose features are missing, because a user who forgot --model may not know it. */
    private void requireAll(List<String> features, CsvFile file) {
        try {
            file.requireColumns(features);
        } catch (DataException e) {
            throw new CommandFailure(
                    "BAD_DATA",
                    e.getMessage() + ". "
                            + (model == null ? "The model named by models.default" : "Model " + model)
                            + " requires that feature; use --model for another model, or --by-position to use"
                            + " the columns' order");
        }
    }

    private static long count(CsvFile file, List<String> features, RowRange range) {
        long rows = 0;
        try (CsvRows table = file.rows(features, Optional.empty(), range)) {
            while (table.next()) {
                rows++;
            }
        }
        return rows;
    }

    private long send(
            Connection connection,
            CsvRows table,
            Pace pace,
            Outcomes outcomes,
            ProgressBar progress,
            Interruption interruption) {
        String topic = connection.topics().readings();
        AtomicReference<@Nullable CommandFailure> failure = new AtomicReference<>();
        long sent = 0;
        try (Producer<byte[], byte[]> producer = connection.producer(Map.of())) {
            RecordEncoder<SensorReading> encoder =
                    new RecordEncoder<>(connection.registry().register(topic, SensorReading.getClassSchema()));
            long start = System.nanoTime();
            while (failure.get() == null && table.next()) {
                pace.await(start, sent, interruption::came);
                if (interruption.came()) {
                    break;
                }
                long row = table.number();
                String sensor = "sensor-" + (sent % sensors + 1);
                SensorReading reading = new SensorReading(
                        sensor,
                        model,
                        Instant.now(),
                        label.isPresent() ? table.label() : null,
                        ReadingRecords.features(table.features()));
                producer.send(
                        new ProducerRecord<>(topic, sensor.getBytes(StandardCharsets.UTF_8), encoder.encode(reading)),
                        (written, problem) -> {
                            if (problem == null) {
                                outcomes.sent(written.topic(), written.partition(), written.offset());
                            } else {
                                failure.compareAndSet(null, failed(row, problem));
                            }
                        });
                sent++;
                progress.step();
            }
            producer.flush();
        }
        CommandFailure first = failure.get();
        if (first != null) {
            throw first;
        }
        return sent;
    }

    private static CommandFailure failed(long row, Exception problem) {
        Optional<Diagnosis> known = Diagnosis.of(problem, Side.KAFKA);
        return new CommandFailure(
                known.map(Diagnosis::code).orElse("KAFKA"),
                "row " + row + " could not be sent: "
                        + known.map(Diagnosis::message).orElseGet(() -> Diagnosis.innermost(problem)),
                known.map(Diagnosis::field).orElse(""));
    }

    private void report(Result result, Optional<Outcomes.Result> became, boolean interrupted) {
        console.result(
                output.json,
                result,
                fed -> console.print(
                        "sent %s in %.1f s%s%s",
                        Counted.of(fed.sent(), "reading"),
                        fed.seconds(),
                        interrupted ? ", then interrupted" : "",
                        became.map(outcomes -> ": " + outcomes.text()).orElse("")));
        became.filter(outcomes -> !interrupted || outcomes.unanswered() == 0)
                .flatMap(Outcomes.Result::advice)
                .ifPresent(advice -> console.say(true, advice));
    }
}
