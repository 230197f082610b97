package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.PublishedOrFile;
import io.elmstream.readings.MappingSuggestion;
import io.elmstream.readings.MappingSuggestion.Sample;
import io.elmstream.wire.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a first mapping from samples. */
@Command(
        name = "suggest",
        mixinStandardHelpOptions = true,
        description =
                "Reads up to 100 records in JSON, Protobuf or Sparkplug B, and prints a first mapping as YAML for the"
                        + " configuration file. Comments say what was guessed.",
        footer = {
            "",
            "Examples:",
            "  elmstream mapping suggest --file telemetry.jsonl",
            "  elmstream mapping suggest --topic telemetry --model shuttle \\",
            "      --config elmstream.yaml"
        })
public final class MappingSuggestCommand implements Callable<Integer> {

    private static final int SAMPLES = 100;

    @Mixin
    private SampleOptions samples;

    @Option(
            names = "--as",
            paramLabel = "T",
            description = "the topic that a file's records are meant for (default: the name of the file)")
    private Optional<String> topic = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "ID[:VERSION]|FILE",
            description = "a model whose features are looked for (default: all numbers and booleans are features)")
    private Optional<String> model = Optional.empty();

    @Mixin
    private ConfigOptions config;

    private final Console console;

    public MappingSuggestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        samples.requireOne();
        Optional<Connection> connection = samples.topic().map(name -> config.connection(topics -> List.of(name)));
        Optional<List<String>> features = model.map(text -> PublishedOrFile.read(
                        text, () -> config.connection(topics -> List.of(topics.models())))
                .artefact()
                .classifier()
                .featureNames());
        List<Sample> read = samples.read(SAMPLES, connection).stream()
                .filter(record -> record.value() != null)
                .map(record -> new Sample(record.key(), record.value(), record.headers()))
                .toList();
        Optional<SchemaRegistry> registry = connection.map(each -> new LateRegistry(each::registry));
        String name = samples.topic()
                .or(() -> topic)
                .orElseGet(() -> name(samples.file().orElseThrow()));
        try {
            MappingSuggestion.of(name, read, features, registry).forEach(console::print);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("NO_MAPPING", samples.name() + ": " + e.getMessage(), "");
        }
        return 0;
    }

    /** Returns a name for the topic of a file. */
    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.', 1);
        return (dot < 0 ? name : name.substring(0, dot)).replaceAll("[^A-Za-z0-9_-]", "-");
    }
}
