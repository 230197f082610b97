package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.governor.Trust;
import io.elmstream.topology.MermaidPicture;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.topology.inference.InferenceSettings;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.learning.LearningTopology;
import io.elmstream.wire.MemorySchemaRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.TopologyDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints both topologies. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = "Prints both topologies, inference and governor, as described by Kafka Streams or as"
                + " Mermaid diagrams.",
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

    /** Enables alerts, because without alert labels the topology would not contain the alert detection. */
    private static final Map<String, Object> EVERY_PART = Map.of("alerts.labels", "any", "quality.enabled", true);

    private final Console console;

    public TopologyDescribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = ConfigurationLoader.withoutCluster(Optional.empty(), EVERY_PART);
        InferenceSettings inference = configuration.inference();
        print(new InferenceTopology(inference, new MemorySchemaRegistry(), Runnable::run, System::currentTimeMillis)
                .build()
                .describe());
        print(new GovernorTopology(
                        inference.topics(), configuration.governorPolicy(), Trust.EVERYBODY, new MemorySchemaRegistry())
                .watching(configuration.quality().orElseThrow())
                .build()
                .describe());
        print(new LearningTopology(
                        new LearningTopology.Setup(
                                configuration.applicationId(),
                                ProductVersion.number(),
                                inference,
                                configuration.learner().learning(),
                                Optional::empty,
                                Optional.empty()),
                        new MemorySchemaRegistry(),
                        Runnable::run)
                .build()
                .describe());
        return 0;
    }

    private void print(TopologyDescription description) {
        console.text(false, format == Format.mermaid ? MermaidPicture.of(description) : description.toString());
    }
}
