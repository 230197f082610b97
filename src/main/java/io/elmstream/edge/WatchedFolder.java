package io.elmstream.edge;

import io.elmstream.model.ArtefactException;
import io.elmstream.model.Contract;
import io.elmstream.model.VersionKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder into which newer versions of a model are put, as files that end in {@value #SUFFIX}. Each file is judged
 * once, when it has stopped growing, and again if it changes.
 */
final class WatchedFolder {

    private static final String SUFFIX = ".elm";

    /** By what a change of a file is noticed. */
    private record Stamp(long size, FileTime changed) {}

    private final Path folder;
    private final Consumer<String> notices;
    private final Map<Path, Stamp> seen = new HashMap<>();
    private final Map<Path, Stamp> judged = new HashMap<>();
    private boolean isReadable = true;

    /**
     * Watches a folder.
     *
     * @param notices receives a line of text for each file that is used or cannot be used
     */
    WatchedFolder(Path folder, Consumer<String> notices) {
        this.folder = folder;
        this.notices = notices;
    }

    /**
     * Looks at the files that have not changed since the last look.
     *
     * @param current the version in use
     * @return the newest version of the same model, with the same features and labels, that is newer than the current
     *     one and passes its own golden rows; empty if there is none
     */
    Optional<EdgeClassifier> look(EdgeClassifier current) {
        EdgeClassifier newest = current;
        for (Path file : files()) {
            if (isDue(file)) {
                newest = judge(file, newest).orElse(newest);
            }
        }
        return newest == current ? Optional.empty() : Optional.of(newest);
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .endsWith(SUFFIX))
                    .sorted()
                    .toList();
            seen.keySet().retainAll(found);
            judged.keySet().retainAll(found);
            isReadable = true;
            return found;
        } catch (IOException | UncheckedIOException e) {
            if (isReadable) {
                notices.accept(folder + " cannot be read: " + e);
            }
            isReadable = false;
            return List.of();
        }
    }

    /** Returns whether a file has not changed since the last look, but since it was judged. */
    private boolean isDue(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp now = new Stamp(attributes.size(), attributes.lastModifiedTime());
            boolean isDue = now.equals(seen.put(file, now)) && !now.equals(judged.get(file));
            if (isDue) {
                judged.put(file, now);
            }
            return isDue;
        } catch (IOException e) {
            // gone between the two calls
            return false;
        }
    }

    private Optional<EdgeClassifier> judge(Path file, EdgeClassifier current) {
        VersionKey key = current.key();
        try {
            EdgeClassifier found = EdgeClassifier.load(file);
            Optional<String> problem = problem(found, current);
            if (problem.isEmpty() && found.key().version() > key.version()) {
                notices.accept(found.key() + " replaces version " + key.version() + ", read from " + file);
                return Optional.of(found);
            }
            problem.ifPresent(why -> refuse(file, why, key));
        } catch (ArtefactException e) {
            refuse(file, e.fault() + ": " + e.getMessage(), key);
        } catch (IOException | RuntimeException e) {
            // whatever a file does, the version in use stays
            refuse(file, e.toString(), key);
        } catch (OutOfMemoryError e) {
            refuse(file, "there is not enough memory for it", key);
        }
        return Optional.empty();
    }

    private static Optional<String> problem(EdgeClassifier found, EdgeClassifier current) {
        VersionKey key = current.key();
        if (!found.key().modelId().equals(key.modelId())) {
            return Optional.of("it is " + found.key());
        }
        if (found.key().version() == key.version()) {
            return found.digest().equals(current.digest())
                    ? Optional.empty()
                    : Optional.of("it is another version " + key.version() + ", with the digest " + found.digest());
        }
        return Contract.difference(current.featureNames(), found.featureNames())
                .map(difference -> "its features differ: " + difference)
                .or(() -> Contract.difference(current.labels(), found.labels())
                        .map(difference -> "its labels differ: " + difference));
    }

    private void refuse(Path file, String why, VersionKey current) {
        notices.accept(file + " is not used, and " + current + " stays: " + why);
    }
}
