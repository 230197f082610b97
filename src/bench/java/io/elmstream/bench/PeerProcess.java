package io.elmstream.bench;

import io.elmstream.embedded.ChildMain;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts peers, each with a class path of its own. */
final class PeerProcess {

    private static final String HEAP = "-Xmx768m";

    /** What Flink's own scripts open. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.text",
            "java.base/java.time",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.util.concurrent.locks");

    private PeerProcess() {}

    /**
     * Starts a peer.
     *
     * @param run the main class that runs an instance of Elmstream, and its first arguments
     */
    static ChildProcess start(Peer peer, PeerJob job, BenchCluster cluster, PeerModel model, List<String> run) {
        Path settings = job.write(peer, cluster, model);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP));
        if (peer.isForeign()) {
            OPENED.forEach(name -> command.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
            command.addAll(List.of(
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                    "-cp",
                    folder(peer).resolve("*") + File.pathSeparator + ours(ChildMain.class),
                    ChildMain.class.getName(),
                    peer.mainClass(),
                    settings.toString()));
        } else {
            command.addAll(List.of(
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ChildMain.class.getName()));
            if (peer == Peer.LOOP) {
                command.addAll(List.of(LoopPeer.class.getName(), settings.toString()));
            } else {
                command.addAll(run);
                elmstream(job, cluster).forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
                if (peer == Peer.ELMSTREAM_LOW_LATENCY) {
                    command.addAll(List.of("--set", "profile=low-latency"));
                }
            }
        }
        return ChildProcess.start(command, settings.resolveSibling("log.txt"));
    }

    /** Returns the folder with the libraries of a peer, whether it is there or not. */
    static Path folder(Peer peer) {
        return ours(PeerProcess.class).resolveSibling("peers").resolve(peer.folder());
    }

    /** Everything but these are the defaults. */
    private static Map<String, String> elmstream(PeerJob job, BenchCluster cluster) {
        return Map.of(
                "application.id",
                job.id(),
                "bootstrap.servers",
                String.valueOf(cluster.clients().get("bootstrap.servers")),
                "registry.url",
                cluster.registryUrl(),
                "topics.readings",
                job.in(),
                "topics.predictions",
                job.out(),
                "models.default",
                BenchModel.ID,
                "http.port",
                "0",
                "state.dir",
                cluster.folder(job.id()).resolve("state").toString());
    }

    private static Path ours(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes do not lie in a folder or jar on this machine", e);
        }
    }
}
