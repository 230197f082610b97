package io.elmstream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An archive of the registry's loaded classes (application class-data sharing, JEP 350), which halves the CPU time of a
 * start. The build makes it with the JDK that it runs on and with the packaged jar; any other JDK or class path ignores
 * it.
 */
public final class RegistryArchive {
    /** How long a busy machine may take to write the archive. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private RegistryArchive() {}

    /**
     * Makes the archive of a registry by starting and stopping it once.
     *
     * @param arguments the folder of the registry, see {@link RegistryHome}
     */
    public static void main(String[] arguments) throws IOException {
        RegistryHome home = RegistryHome.at(Path.of(arguments[0]));
        Path made = Path.of(home.archive() + ".new");
        Path parent = home.folder().resolve("..").normalize();
        try (DataFolder data =
                DataFolder.temporary(parent, ProcessHandle.current().pid())) {
            EmbeddedRegistry.start(home, data.path(), Map.of(), flags("-XX:ArchiveClassesAtExit=" + made))
                    .stop(PATIENCE);
            Files.move(made, home.archive(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Returns the flags of the JVM that use the archive; none where there is no archive. */
    static List<String> flags(RegistryHome home) {
        return Files.isReadable(home.archive()) ? flags("-XX:SharedArchiveFile=" + home.archive()) : List.of();
    }

    private static List<String> flags(String archive) {
        // an archive that does not fit is no fault
        return List.of(archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }
}
