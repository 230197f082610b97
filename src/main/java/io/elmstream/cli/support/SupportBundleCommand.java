package io.elmstream.cli.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.cli.cluster.DescribedTopologies;
import io.elmstream.cli.cluster.DoctorCommand;
import io.elmstream.cli.cluster.LagCommand;
import io.elmstream.cli.cluster.TopicsCheckCommand;
import io.elmstream.cli.model.ModelStatusCommand;
import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.config.Configuration;
import io.elmstream.config.EffectiveConfiguration;
import io.elmstream.data.OutputFile;
import io.elmstream.elm.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.streams.TopologyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Collects what others need to help into a file, without secrets. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a zip file with what others need to help you: the configuration, the topologies, what doctor, lag,"
                    + " topics check and model status print, /health and /metrics of the instance with this"
                    + " configuration, and the end of its log.",
            "Secrets of the configuration are masked wherever they occur, and so is whatever looks like a password or"
                    + " a token. The file has host names, topics, and ids of models and sensors: look at it before"
                    + " you send it."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream support bundle --out support.zip --config elmstream.yaml",
            "  elmstream support bundle --out support.zip --log elmstream.log \\",
            "      --config elmstream.yaml"
        })
public final class SupportBundleCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param file the written file
     * @param entries names of the files in it
     * @param missing names of those that only say why they could not be collected
     */
    public record Result(String file, List<String> entries, List<String> missing) {}

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "the zip file to write")
    private Path out;

    @Option(names = "--log", paramLabel = "FILE", description = "the log of the instance, whose end is included")
    private Optional<Path> log = Optional.empty();

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "5000",
            description = "the largest number of lines of the log, in its last 16 MiB (default: ${DEFAULT-VALUE})")
    private int lines;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public SupportBundleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Arguments.positive(lines, "--lines");
        OutputFile file = OutputFile.of("--out", out);
        log.ifPresent(path -> Arguments.apart("--out", out, "--log", path));
        config.file().ifPresent(path -> Arguments.apart("--out", out, "--config", path));
        EffectiveConfiguration configuration = config.effective();
        // before what takes long, since the path may be wrong
        Optional<String> end = log.map(this::tail);
        Map<String, Collected> collected = collect(configuration);
        end.ifPresent(text -> collected.put("log.txt", new Collected(text, false)));
        file.write(stream -> {
            ZipOutputStream zip = new ZipOutputStream(stream);
            for (Map.Entry<String, Collected> entry : collected.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(configuration.withoutSecrets(entry.getValue().text()).getBytes(UTF_8));
                zip.closeEntry();
            }
            zip.finish();
        });
        List<String> missing = collected.entrySet().stream()
                .filter(entry -> entry.getValue().failed())
                .map(Map.Entry::getKey)
                .toList();
        console.result(output.json, new Result(out.toString(), List.copyOf(collected.keySet()), missing), this::show);
        return 0;
    }

    private Map<String, Collected> collect(EffectiveConfiguration configuration) throws InterruptedException {
        Map<String, Collected> all = new LinkedHashMap<>();
        all.put("about.txt", new Collected(about(), false));
        all.put("configuration.yaml", new Collected(configuration.toYaml(), false));
        all.put("topology.txt", new Collected(topologies(configuration.configuration()), false));
        all.put("doctor.json", json(DoctorCommand::new));
        all.put("lag.json", json(LagCommand::new));
        all.put("topics.json", json(TopicsCheckCommand::new));
        all.put("models.json", json(ModelStatusCommand::new, asGovernor(configuration.configuration())));
        if (configuration.configuration().http().isPresent()) {
            InstancePages pages =
                    new InstancePages(configuration.configuration().http().get());
            all.put("health.json", pages.read("/health"));
            all.put("metrics.txt", pages.read("/metrics"));
        }
        return all;
    }

    static String topologies(Configuration configuration) {
        return DescribedTopologies.of(configuration).stream()
                .map(TopologyDescription::toString)
                .collect(Collectors.joining("\n"));
    }

    private Collected json(Function<Console, Callable<Integer>> command) {
        return json(command, List.of());
    }

    private Collected json(Function<Console, Callable<Integer>> command, List<String> more) {
        List<String> words = new ArrayList<>(List.of("--json"));
        words.addAll(config.words());
        words.addAll(more);
        return Collected.of(command, words);
    }

    /** Of the principals of an instance, only the governor's may read the status topic. */
    static List<String> asGovernor(Configuration configuration) {
        List<String> words = new ArrayList<>();
        configuration
                .governorKafka()
                .forEach((key, value) -> words.addAll(List.of("--set", "kafka." + key + "=" + value)));
        return words;
    }

    private static String about() {
        return "elmstream %s, Java %s of %s, %s %s %s, collected at %s%n"
                .formatted(
                        ProductVersion.number(),
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        Instant.now());
    }

    private String tail(Path file) {
        try {
            return new LogTail(file, lines).read();
        } catch (IOException e) {
            throw new CommandFailure("NO_FILE", file + " cannot be read: " + e, "--log");
        }
    }

    private void show(Result result) {
        console.print("wrote " + Counted.of(result.entries().size(), "file") + " to " + result.file());
        result.missing().forEach(name -> console.print("not collected, see the file why: " + name));
    }
}
