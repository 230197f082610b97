package io.elmstream.cli.cluster;

import io.elmstream.alert.AlertRule;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.cli.terminal.Console;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.topology.MermaidPicture;
import io.elmstream.topology.Topics;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.topology.inference.AlertSettings;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.wire.MemorySchemaRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.TopologyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints both topologies. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Prints both topologies, inference and governor, as Kafka Streams describes them or as Mermaid"
                + " pictures.",
        footer = {"", "Examples:", "  elmstream topology describe --format mermaid"})
public final class TopologyDescribeCommand implements Callable<Integer> {

    /** How it is printed. */
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

    /** Without any class that raises alerts, the part that detects them would be left out. */
    private static final AlertSettings EVERY_PART = new AlertSettings(Set.of("any"), new AlertRule(1, 1, 0));

    private final Console console;

    public TopologyDescribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Topics topics = Topics.standard();
        InferenceSettings settings =
                new InferenceSettings(topics, new BatchPolicy(1, Duration.ZERO), Optional.empty(), EVERY_PART, 1);
        print(new InferenceTopology(settings, new MemorySchemaRegistry(), Runnable::run, System::currentTimeMillis)
                .build()
                .describe());
        Governor governor = new Governor(Governor.DEFAULT_MAX_ARTEFACT_BYTES, Governor.DEFAULT_LEAD);
        print(new GovernorTopology(topics, governor, Trust.EVERYBODY, new MemorySchemaRegistry())
                .build()
                .describe());
        return 0;
    }

    private void print(TopologyDescription description) {
        console.text(false, format == Format.mermaid ? MermaidPicture.of(description) : description.toString());
    }
}
