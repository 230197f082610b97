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
 * The folder that contains an unpacked Apicurio Registry. The build unpacks it into {@code target/registry}.
 *
 * @param folder the folder with {@code apicurio-registry-app-VERSION-runner.jar} and {@code lib}
 * @param runner path of that jar
 */
public record RegistryHome(Path folder, Path runner) {
    /** The system property that names the folder; the default is {@code target/registry}. */
    public static final String PROPERTY = "elmstream.registry.home";

    /**
     * Returns the folder named by the system property {@value #PROPERTY}, or {@code target/registry}.
     *
     * @throws EmbeddedException when there is no registry; the message says how to get it
     */
    public static RegistryHome find() {
        return at(Path.of(System.getProperty(PROPERTY, "target/registry")));
    }

    /**
     * Returns the registry in a folder.
     *
     * @throws EmbeddedException when there is none; the message says how to get it
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

    /** Returns the class path of the registry's process; Elmstream's classes come last, so that they hide nothing. */
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

    /** Returns the file for the archive of the registry's classes, see {@link RegistryArchive}. */
    Path archive() {
        return folder.resolve("registry.jsa");
    }

    /** Returns the registry's own main class, as declared in its jar. */
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
