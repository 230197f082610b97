package io.elmstream.embedded;

import java.io.IOException;
import java.util.Optional;

/** A process that holds an embedded cluster until it is killed or its standard input ends. */
public final class ClusterMain {
    private ClusterMain() {}

    /**
     * Writes the registry's process id, the data folder, the broker's address and the registry's, one a line, once both
     * servers run.
     */
    public static void main(String[] arguments) throws IOException {
        EmbeddedCluster cluster = EmbeddedCluster.start(RegistryHome.find(), Optional.empty());
        System.out.println(cluster.registry().pid().orElseThrow());
        System.out.println(cluster.dataFolder());
        System.out.println(cluster.broker().bootstrapServers());
        System.out.println(cluster.registry().url());
        cluster.closeFirst(() -> System.out.println(
                "client closed while the broker is at " + cluster.broker().bootstrapServers()));
        while (System.in.read() >= 0) {
            // until the parent is gone
        }
    }
}
