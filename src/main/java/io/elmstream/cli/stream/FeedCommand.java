package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.FileOptions;
import io.elmstream.cli.terminal.Interruption;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ModelFeatures;
import io.elmstream.cli.terminal.Progress;
import io.elmstream.cli.terminal.RowReadings;
import io.elmstream.data.DataException;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.elm.Counted;
import io.elmstream.readings.Format;
import io.elmstream.tables.RowRange;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableRows;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.Label;
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
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends the rows of files as readings, or those that a device kept in a spool. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the rows of a file to the readings topic, as readings of several sensors. The columns are"
                    + " matched by the feature names of the model's champion, or of its newest version. With --time the"
                    + " readings have the event times of the file, and with --speed also their distances.",
            "",
            "With --spool it sends what a device has kept, with sensors and event times. Each reading is sent exactly"
                    + " once, even if the command is killed and called again; what was sent is deleted."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream feed --data shuttle.csv.gz --label state --rate 1000 \\",
            "      --config elmstream.yaml",
            "  elmstream feed --data day.csv --time at --sensor device --speed 60x \\",
            "      --config elmstream.yaml",
            "  elmstream feed --data day.csv --label state --labels-after 30s --rate 100 \\",
            "      --config elmstream.yaml",
            "  elmstream feed --spool /var/spool/edge --config elmstream.yaml"
        })
public final class FeedCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param sent number of readings that the broker acknowledged
     * @param labels number of labels that were sent after their readings; empty without --labels-after
     * @param seconds time it took to send them
     * @param scored number of readings with a prediction; empty if outcomes were not watched
     * @param deadLetters number of readings that could not be scored, by reason
     * @param unanswered number of readings with neither; empty if outcomes were not watched
     */
    public record Result(
            long sent,
            Optional<Long> labels,
            double seconds,
            Optional<Long> scored,
            SortedMap<String, Long> deadLetters,
            Optional<Long> unanswered) {

        static Result of(Sent sent, double seconds, Optional<Outcomes.Result> outcomes) {
            return new Result(
                    sent.readings(),
                    sent.labels(),
                    seconds,
                    outcomes.map(Outcomes.Result::scored),
                    outcomes.map(Outcomes.Result::deadLetters).orElseGet(TreeMap::new),
                    outcomes.map(Outcomes.Result::unanswered));
        }
    }

    /** How many readings, and labels after them, were sent. */
    private record Sent(long readings, Optional<Long> labels) {}

    /** Where the readings are. */
    static final class Source {

        @Option(
                names = "--data",
                required = true,
                paramLabel = "FILE",
                description = "a file of CSV, JSON lines (.jsonl or .ndjson), Avro (.avro) or Parquet (.parquet); text"
                        + " also with .gz or .zst. Repeat the option for several files, whose rows follow each other")
        private List<Path> data = List.of();

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
            description =
                    "rows per second, or max for no limit; --data needs it or --speed (default with --spool: max)")
    private @Nullable String rate;

    @Option(
            names = "--speed",
            paramLabel = "Nx",
            description = "send the rows at the distances of their event times, which --time names, N times as fast:"
                    + " with 60x an hour takes a minute")
    private @Nullable String speed;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "the column with the true class; it is sent with the reading, but is not a feature")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--labels-after",
            paramLabel = "TIME",
            description = "send each reading without its label, and the label so long after it to the topic of labels,"
                    + " for example 30s: a trial of models that learn. At the end the command waits for the last"
                    + " labels; Ctrl-C sends them at once")
    private Optional<Duration> labelsAfter = Optional.empty();

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
            description = "assign the rows to this many sensors in turn, unless --sensor names a column (default:"
                    + " ${DEFAULT-VALUE})")
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
    private FileOptions files;

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
        return source.spool == null ? feed(source.data) : feedSpool(source.spool);
    }

    /** Connects; but not for a topic with readings of another form, among which ours would be unreadable. */
    private Connection connection() {
        InferenceSettings settings = config.configuration().inference();
        String topic = settings.topics().readings();
        Format format = settings.mappings().of(topic).orElseThrow().format();
        if (format != Format.ELMSTREAM) {
            throw new CommandFailure(
                    "OTHER_FORMAT",
                    "the topic " + topic + " has readings in the format " + format.key()
                            + ", and feed writes Elmstream's own records: send the readings as your producers do, or"
                            + " name a topic of the format elmstream in topics.readings",
                    "topics.readings");
        }
        return config.connection(this::needed);
    }

    private Integer feedSpool(Path spool) {
        if (label.isPresent() || labelsAfter.isPresent() || rows.isPresent() || speed != null) {
            throw new CommandFailure(
                    "BAD_VALUE", "--label, --labels-after, --rows and --speed are for --data only", "--spool");
        }
        Pace pace = Pace.parse(rate == null ? Pace.MAX : rate, "--rate");
        Connection connection = connection();
        try (Interruption interruption = new Interruption();
                Outcomes outcomes = new Outcomes(connection, wait)) {
            long start = System.nanoTime();
            boolean isChecked = !(wait.isZero() && byPosition);
            long sent = new SpoolFeed(connection, spool, console)
                    .send(Optional.ofNullable(model), isChecked, pace, outcomes, interruption::came);
            return end(new Sent(sent, Optional.empty()), start, outcomes, interruption);
        }
    }

    private Integer feed(List<Path> data) {
        if ((rate == null) == (speed == null)) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--data needs either a --rate, in rows per second, or max, or a --speed, such as 60x",
                    "--rate");
        }
        if (labelsAfter.isPresent() && label.isEmpty()) {
            throw new CommandFailure(
                    "BAD_VALUE", "--labels-after needs --label, the column with the true class", "--labels-after");
        }
        Pace pace = Pace.parse(rate == null ? Pace.MAX : rate, "--rate");
        Optional<Replay> replay = Optional.ofNullable(speed).map(text -> Replay.parse(text, "--speed"));
        Table table = files.open("--data", data);
        RowReadings made = files.readings(table, label);
        if (replay.isPresent() && made.times().isEmpty()) {
            throw new CommandFailure("BAD_VALUE", "--speed needs --time, the column with the event times", "--speed");
        }
        RowRange range = rows.map(text -> Arguments.rows(text, "--rows")).orElse(RowRange.ALL);
        Connection connection = connection();
        List<String> features = features(connection, table);
        TableRows readings = table.rows(features, made.texts(), range);
        try (Interruption interruption = new Interruption();
                Outcomes outcomes = new Outcomes(connection, wait)) {
            long start = System.nanoTime();
            Sent sent;
            try (ProgressBar progress = Progress.of("feeding", () -> count(table, range))) {
                files.say(console, table, features, label);
                sent = send(connection, readings, made, pace, replay, outcomes, progress, interruption);
            }
            return end(sent, start, outcomes, interruption);
        }
    }

    private Integer end(Sent sent, long start, Outcomes outcomes, Interruption interruption) {
        double seconds = (System.nanoTime() - start) / 1e9;
        Optional<Outcomes.Result> became = outcomes.await(interruption::came);
        report(Result.of(sent, seconds, became), became, interruption.came());
        return became.filter(Outcomes.Result::isInVain).isPresent() ? 1 : 0;
    }

    private List<String> needed(Topics topics) {
        List<String> needed = new ArrayList<>(List.of(topics.readings()));
        labelsAfter.ifPresent(after -> needed.add(topics.labels()));
        if (!wait.isZero()) {
            needed.addAll(List.of(topics.predictions(), topics.deadLetters(), topics.models()));
        }
        return needed;
    }

    private List<String> features(Connection connection, Table table) {
        List<String> byName =
                wait.isZero() && byPosition ? List.of() : new ModelFeatures(connection).of(Optional.ofNullable(model));
        if (byPosition) {
            return files.selection(table).features(table, label);
        }
        requireAll(byName, table);
        return byName;
    }

    /** Names the model whose features are missing, because a user who forgot --model may not know it. */
    private void requireAll(List<String> features, Table table) {
        try {
            table.requireColumns(features);
        } catch (DataException e) {
            throw new CommandFailure(
                    "BAD_DATA",
                    e.getMessage() + ". "
                            + (model == null ? "The model named by models.default" : "Model " + model)
                            + " requires that feature; use --model for another model, or --by-position to use"
                            + " the columns' order");
        }
    }

    private static long count(Table table, RowRange range) {
        long[] rows = {0};
        table.rows(List.of(), List.of(), range).forEach(row -> {
            rows[0]++;
            return true;
        });
        return rows[0];
    }

    private Sent send(
            Connection connection,
            TableRows readings,
            RowReadings made,
            Pace pace,
            Optional<Replay> replay,
            Outcomes outcomes,
            ProgressBar progress,
            Interruption interruption) {
        String topic = connection.topics().readings();
        AtomicReference<@Nullable CommandFailure> failure = new AtomicReference<>();
        AtomicReference<@Nullable Instant> first = new AtomicReference<>();
        long[] sent = {0};
        try (Producer<byte[], byte[]> producer = connection.producer(Map.of())) {
            RecordEncoder<SensorReading> encoder =
                    new RecordEncoder<>(connection.registry().register(topic, SensorReading.getClassSchema()));
            Optional<LabelFeed> labels = labelsAfter.map(after -> labels(connection, producer, after));
            long start = System.nanoTime();
            readings.forEach(row -> {
                if (replay.isPresent()) {
                    Instant time = made.times().orElseThrow().of(row);
                    first.compareAndSet(null, time);
                    replay.get().await(start, Objects.requireNonNull(first.get()), time, interruption::came);
                } else {
                    pace.await(start, sent[0], interruption::came);
                }
                if (interruption.came()) {
                    return false;
                }
                SensorReading reading = made.of(row, "sensor-" + (sent[0] % sensors + 1), Instant.now(), model);
                long number = row.number();
                byte[] key = reading.getSensorId().getBytes(StandardCharsets.UTF_8);
                byte[] value = encoder.encode(labels.isEmpty() ? reading : LabelFeed.withoutLabel(reading));
                producer.send(new ProducerRecord<>(topic, key, value), (written, problem) -> {
                    if (problem == null) {
                        labels.ifPresent(each -> each.follow(reading, written));
                        outcomes.sent(written.topic(), written.partition(), written.offset());
                    } else {
                        failure.compareAndSet(null, failed("row " + number, problem));
                    }
                });
                sent[0]++;
                progress.step();
                return failure.get() == null;
            });
            producer.flush();
            CommandFailure problem = failure.get();
            if (problem != null) {
                // readings that were sent get their labels
                labels.ifPresent(each -> rest(each, () -> true));
                throw problem;
            }
            return new Sent(sent[0], labels.map(each -> rest(each, interruption::came)));
        }
    }

    private static LabelFeed labels(Connection connection, Producer<byte[], byte[]> producer, Duration after) {
        String topic = connection.topics().labels();
        int readings = producer.partitionsFor(connection.topics().readings()).size();
        int labels = producer.partitionsFor(topic).size();
        if (labels != readings) {
            throw new CommandFailure(
                    "BAD_TOPIC",
                    "the topic " + topic + " has " + labels + " partitions, and "
                            + connection.topics().readings() + " has " + readings
                            + ". A label is looked up where its reading is, so both must have the same number."
                            + " Run: elmstream topics grow",
                    "topics.labels");
        }
        return new LabelFeed(
                producer,
                topic,
                new RecordEncoder<>(connection.registry().register(topic, Label.getClassSchema())),
                after);
    }

    /** Sends the last labels, and returns how many were sent in all. */
    private static long rest(LabelFeed labels, BooleanSupplier interrupted) {
        try {
            long sent = labels.end(interrupted);
            labels.failure().ifPresent(problem -> {
                throw failed("a label", problem);
            });
            return sent;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("INTERRUPTED", "interrupted while sending labels");
        }
    }

    private static CommandFailure failed(String what, Exception problem) {
        Optional<Diagnosis> known = Diagnosis.of(problem, Side.KAFKA);
        return new CommandFailure(
                known.map(Diagnosis::code).orElse("KAFKA"),
                what + " could not be sent: "
                        + known.map(Diagnosis::message).orElseGet(() -> Diagnosis.innermost(problem)),
                known.map(Diagnosis::field).orElse(""));
    }

    private void report(Result result, Optional<Outcomes.Result> became, boolean interrupted) {
        console.result(
                output.json,
                result,
                fed -> console.print(
                        "sent %s%s in %.1f s%s%s",
                        Counted.of(fed.sent(), "reading"),
                        fed.labels()
                                .map(labels -> " and " + Counted.of(labels, "label"))
                                .orElse(""),
                        fed.seconds(),
                        interrupted ? ", then interrupted" : "",
                        became.map(outcomes -> ": " + outcomes.text()).orElse("")));
        became.filter(outcomes -> !interrupted || outcomes.unanswered() == 0)
                .flatMap(Outcomes.Result::advice)
                .ifPresent(advice -> console.say(true, advice));
    }
}
