package io.elmstream.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The folder that holds an unpacked Apicurio Registry. The build puts it into {@code target/registry}.
 *
 * @param folder the folder with {@code apicurio-registry-app-VERSION-runner.jar} and {@code lib}
 * @param runner that jar
 */
public record RegistryHome(Path folder, Path runner) {
    /** The system property that names the folder; without it, {@code target/registry} is taken. */
    public static final String PROPERTY = "elmstream.registry.home";

    /**
     * The folder named by the system property {@value #PROPERTY}, else {@code target/registry}.
     *
     * @throws EmbeddedException when there is no registry; says how to fetch it
     */
    public static RegistryHome find() {
        return at(Path.of(System.getProperty(PROPERTY, "target/registry")));
    }

    /**
     * The registry in a folder.
     *
     * @throws EmbeddedException when there is none; says how to fetch it
     */
    public static RegistryHome at(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return runners(absolute).stream()
                .findFirst()
                .map(runner -> new RegistryHome(absolute, runner))
                .orElseThrow(() -> new EmbeddedException(
                        ("There is no Apicurio Registry in %s. Run `mvn process-resources` in Elmstream's source"
                                        + " folder, "
                                        + "which unpacks it into target/registry, or name its folder with -D%s=FOLDER")
                                .formatted(absolute, PROPERTY)));
    }

    /** The class path of the registry's process; our classes come last, so that they hide nothing. */
    String classPath() {
        try {
            Path ours = Path.of(ChildMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return runner + File.pathSeparator + ours;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Elmstream's own classes do not lie in a folder or jar on this machine", e);
        }
    }

    /** The registry's own main class, as its jar names it. */
    String mainClass() {
        try (JarFile jar = new JarFile(runner.toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "Cannot read %s: %s. Remove %s and build again".formatted(runner, e, folder), e);
        }
    }

    private static List<Path> runners(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .toList();
        } catch (IOException e) {
            throw new EmbeddedException("Cannot list " + folder + ": " + e, e);
        }
    }
}
