package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.Console;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.topology.MermaidPicture;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.TopologyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the topologies with every part that can be enabled. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Prints the topologies of inference, governor and learner with every part that can be enabled, as"
                + " described by Kafka Streams or as Mermaid diagrams.",
        footer = {"", "Examples:", "  elmstream topology describe --format mermaid"})
public final class TopologyDescribeCommand implements Callable<Integer> {

    /** The output format. */
    enum Format {
        text,
        mermaid
    }

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format;

    /** Alerts are detected where there are labels of alerts. */
    private static final Map<String, Object> EVERY_PART =
            Map.of("alerts.labels", "any", "quality.enabled", true, "learn.enabled", true);

    private final Console console;

    public TopologyDescribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DescribedTopologies.of(ConfigurationLoader.withoutCluster(Optional.empty(), EVERY_PART))
                .forEach(this::print);
        return 0;
    }

    private void print(TopologyDescription description) {
        console.text(false, format == Format.mermaid ? MermaidPicture.of(description) : description.toString());
    }
}
