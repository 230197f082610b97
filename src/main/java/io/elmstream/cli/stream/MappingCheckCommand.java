package io.elmstream.cli.stream;

import io.elmstream.batch.Rejection;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.elm.Counted;
import io.elmstream.readings.Format;
import io.elmstream.readings.Mapping;
import io.elmstream.readings.Mappings;
import io.elmstream.readings.RangeCompletion;
import io.elmstream.readings.ReadingCheck;
import io.elmstream.readings.ReadingCheck.Checked;
import io.elmstream.readings.ReadingCheck.Fault;
import io.elmstream.readings.TopicReaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the rows that a mapping makes of records. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Reads records with the mapping of the configuration, as an instance does, shows the rows that come"
                        + " out, and says field by field what does not fit. The exit code is 1 if a reading would"
                        + " become a dead letter.",
        footer = {
            "",
            "Examples:",
            "  elmstream mapping check --topic telemetry --model shuttle \\",
            "      --config elmstream.yaml",
            "  elmstream mapping check --file telemetry.jsonl --config elmstream.yaml"
        })
public final class MappingCheckCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param source the topic or the file
     * @param topic whose mapping was used
     * @param format of the mapping
     * @param features what the features are taken from: a model, or the mapping
     * @param records number of records that were read
     * @param readings number of readings in them; a record that cannot be read counts as one
     * @param deadLetters number of readings that would become dead letters
     * @param rows the readings
     * @param problems what does not fit, for each field and reason
     * @param remarks what the mapping names and no record has, although it makes no dead letters
     */
    public record Result(
            String source,
            String topic,
            String format,
            String features,
            int records,
            int readings,
            int deadLetters,
            List<Reading> rows,
            List<Problem> problems,
            List<String> remarks) {}

    /**
     * A reading.
     *
     * @param position of its record: partition and offset, or the line of the file
     * @param index in its record; empty if the record is one reading, or cannot be read
     * @param reasons why it would become a dead letter; none if it would not
     * @param sensor its id; empty if it has none
     * @param eventTime its event time; empty if it has none
     * @param model that it names; empty if it names none
     * @param label its true class; empty if it is not known
     * @param features the values by the names of the features; empty for those that are missing
     */
    public record Reading(
            String position,
            Optional<Integer> index,
            List<String> reasons,
            Optional<String> sensor,
            Optional<String> eventTime,
            Optional<String> model,
            Optional<String> label,
            Map<String, Optional<Float>> features) {}

    /**
     * Something that does not fit.
     *
     * @param field the path of the field; empty if it is not known, or the record cannot be read
     * @param reason of the dead letters
     * @param readings number of readings that have it
     * @param message of the first dead letter
     * @param nearest the field whose name is nearest to one that the record does not have; empty if none is near
     */
    public record Problem(String field, String reason, int readings, String message, Optional<String> nearest) {}

    /** Stands for the key of records of a file, which have none. */
    private static final byte[] KEY = "(key)".getBytes(StandardCharsets.UTF_8);

    @Mixin
    private SampleOptions samples;

    @Option(
            names = "--as",
            paramLabel = "T",
            description = "the topic whose mapping reads the file; not needed if there is one input topic")
    private Optional<String> as = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "ID[:VERSION]|FILE",
            description = "the model whose features the readings must have (default: the features of the mapping; if it"
                    + " has none, those of models.default)")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "the number of records to read (default: ${DEFAULT-VALUE})")
    private int rows;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public MappingCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        samples.requireOne();
        Arguments.positive(rows, "--rows");
        Optional<Connection> connection = samples.topic().map(name -> config.connection(topics -> List.of(name)));
        Mappings mappings = connection
                .map(each -> each.configuration().inference().mappings())
                .orElseGet(config::readings);
        String topic = samples.topic().or(() -> as).orElseGet(() -> only(mappings));
        Mapping mapping = mapping(mappings, topic);
        CheckedFeatures features = CheckedFeatures.of(
                model.or(() -> mapping.features().isEmpty()
                        ? connection.flatMap(each ->
                                each.configuration().inference().defaultModel().map(Object::toString))
                        : Optional.empty()),
                mapping,
                () -> config.connection(topics -> List.of(topics.models())));
        ReadingCheck check = new ReadingCheck(
                mapping,
                new TopicReaders(
                                mappings,
                                new LateRegistry(() -> connection.orElseThrow().registry()))
                        .of(topic),
                features,
                features.firstUnusable());
        List<ConsumerRecord<byte[], byte[]>> records = samples.read(rows, connection);
        Result result = result(records, new RangeCompletion(mappings), check, mapping, topic, features);
        console.result(output.json, result, found -> new MappingCheckTable(console).show(found));
        return result.deadLetters() == 0 ? 0 : 1;
    }

    private static String only(Mappings mappings) {
        if (mappings.all().size() > 1) {
            throw new CommandFailure(
                    "USAGE",
                    "the configuration has several input topics; --as names the one whose mapping reads the file: "
                            + String.join(", ", names(mappings)),
                    "--as");
        }
        return mappings.named().stream()
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        "USAGE", "--as must name a topic that matches " + String.join(", ", names(mappings)), "--as"));
    }

    private static List<String> names(Mappings mappings) {
        return mappings.all().stream().map(each -> each.topic().toString()).toList();
    }

    private Mapping mapping(Mappings mappings, String topic) {
        Mapping mapping = mappings.of(topic)
                .orElseThrow(() -> new CommandFailure(
                        "NO_MAPPING",
                        "the configuration has no mapping for the topic " + topic + "; its input topics are "
                                + String.join(", ", names(mappings))
                                + ". elmstream mapping suggest writes a first mapping",
                        samples.topic().isPresent() ? "--topic" : "--as"));
        boolean isText = mapping.format() == Format.JSON || mapping.format() == Format.SENML;
        if (samples.file().isPresent() && !isText) {
            throw new CommandFailure(
                    "BAD_VALUE",
                    "--file: a file has records in JSON, but the mapping of the topic " + topic + " has the format "
                            + mapping.format().key() + "; use --topic",
                    "--file");
        }
        return mapping;
    }

    /** Returns the records that are readings, in an order in which each can be read. */
    private static List<ConsumerRecord<byte[], byte[]>> readable(
            List<ConsumerRecord<byte[], byte[]>> records, RangeCompletion completion) {
        if (records.stream().noneMatch(record -> completion.isNeeded(record.topic()))) {
            return records;
        }
        return records.stream()
                .sorted(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                        .thenComparingLong(ConsumerRecord::offset))
                .flatMap(record -> completion.take(record).stream())
                .toList();
    }

    /** Returns what becomes of records that are no readings, and why births may be missing. */
    private static Stream<String> remarks(int records, int readable, Collection<Problem> problems) {
        List<String> remarks = new ArrayList<>();
        if (records > readable) {
            remarks.add((records - readable) + " of " + Counted.of(records, "record")
                    + " are no readings: births, deaths, commands, or data in which no feature changed"
                    + (readable == 0 ? "; --rows reads more records" : ""));
        }
        if (problems.stream().anyMatch(each -> each.reason().equals(Rejection.NO_BIRTH.name()))) {
            remarks.add("births before the records that were read are not known here; without --latest and with more"
                    + " --rows, they may be");
        }
        return remarks.stream();
    }

    private Result result(
            List<ConsumerRecord<byte[], byte[]>> records,
            RangeCompletion completion,
            ReadingCheck check,
            Mapping mapping,
            String topic,
            CheckedFeatures features) {
        List<Reading> readings = new ArrayList<>();
        Map<List<String>, Problem> problems = new LinkedHashMap<>();
        List<ConsumerRecord<byte[], byte[]>> readable = readable(records, completion);
        for (ConsumerRecord<byte[], byte[]> record : readable) {
            byte[] key = samples.file().isPresent() ? KEY : record.key();
            for (Checked checked : CheckedRecord.of(check, key, record)) {
                readings.add(reading(samples.position(record), checked, features.features()));
                for (Fault fault : checked.faults()) {
                    String reason = fault.reason().name();
                    problems.merge(
                            List.of(fault.field(), reason),
                            new Problem(fault.field(), reason, 1, fault.message(), fault.nearest()),
                            (first, again) -> new Problem(
                                    first.field(), reason, first.readings() + 1, first.message(), first.nearest()));
                }
            }
        }
        int dead = (int)
                readings.stream().filter(each -> !each.reasons().isEmpty()).count();
        return new Result(
                samples.name(),
                topic,
                mapping.format().key(),
                features.taker(),
                records.size(),
                readings.size(),
                dead,
                readings,
                List.copyOf(problems.values()),
                Stream.concat(remarks(records.size(), readable.size(), problems.values()), check.remarks().stream())
                        .toList());
    }

    private static Reading reading(String position, Checked checked, List<String> names) {
        Map<String, Optional<Float>> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), checked.values().get(i).filter(value -> !value.isNaN()));
        }
        return new Reading(
                position,
                checked.index(),
                checked.faults().stream()
                        .map(fault -> fault.reason().name())
                        .distinct()
                        .toList(),
                Optional.of(checked.sensor()).filter(id -> !id.isEmpty()),
                checked.eventTime().isPresent()
                        ? Optional.of(Instant.ofEpochMilli(checked.eventTime().getAsLong())
                                .toString())
                        : Optional.empty(),
                checked.model(),
                checked.label(),
                values);
    }
}
