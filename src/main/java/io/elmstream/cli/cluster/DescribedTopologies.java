package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.ProductVersion;
import io.elmstream.config.Configuration;
import io.elmstream.governor.Trust;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.learning.LearningTopology;
import io.elmstream.wire.MemorySchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.TopologyDescription;

/** The topologies of an instance with a configuration, as described by Kafka Streams. */
public final class DescribedTopologies {

    private DescribedTopologies() {}

    /** Returns those of inference, of the governor, and, if it is enabled, of the learner. */
    public static List<TopologyDescription> of(Configuration configuration) {
        List<TopologyDescription> all = new ArrayList<>();
        all.add(new InferenceTopology(
                        configuration.inference(), new MemorySchemaRegistry(), Runnable::run, System::currentTimeMillis)
                .build()
                .describe());
        GovernorTopology governor = new GovernorTopology(
                configuration.inference().topics(),
                configuration.governorPolicy(),
                Trust.EVERYBODY,
                new MemorySchemaRegistry());
        all.add(configuration
                .quality()
                .map(governor::watching)
                .orElse(governor)
                .build()
                .describe());
        if (configuration.learner().enabled()) {
            all.add(new LearningTopology(
                            new LearningTopology.Setup(
                                    configuration.applicationId(),
                                    ProductVersion.number(),
                                    configuration.inference(),
                                    configuration.learner().learning(),
                                    Optional::empty,
                                    Optional.empty()),
                            new MemorySchemaRegistry(),
                            Runnable::run)
                    .build()
                    .describe());
        }
        return all;
    }
}
