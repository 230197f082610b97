package io.elmstream.bench;

import io.elmstream.embedded.ChildMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An instance in a process of its own, with our class path. */
final class Worker {

    private static final String VECTOR = "jdk.incubator.vector";

    private Worker() {}

    /**
     * @param run the main class that runs an instance, and its first arguments
     * @param heap its maximum, as java takes it
     * @param settings configuration keys and values
     * @param log where its output goes
     */
    static ChildProcess start(List<String> run, String heap, Map<String, String> settings, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path")));
        if (ModuleLayer.boot().findModule(VECTOR).isPresent()) {
            command.addAll(List.of("--add-modules", VECTOR));
        }
        command.add(ChildMain.class.getName());
        command.addAll(run);
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return ChildProcess.start(command, log);
    }
}
