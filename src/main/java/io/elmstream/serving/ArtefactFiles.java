package io.elmstream.serving;

import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.VersionKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The model files from the models topic, on disk, because their number has no bound: {@code MODEL/VERSION.elm}, and
 * {@code MODEL/VERSION.N.part} until all parts of a large one have arrived. The topic is read from its beginning at
 * each start, so nothing is kept across runs.
 */
public final class ArtefactFiles {

    /** Thrown if a part is missing, or if the parts have another digest than the version. */
    static final class BadPartsException extends IOException {

        BadPartsException(String message) {
            super(message);
        }
    }

    private final Path folder;

    /**
     * Uses a directory.
     *
     * @param folder for this store alone; created if missing
     */
    public ArtefactFiles(Path folder) {
        this.folder = folder;
    }

    /** Deletes all files. */
    void clear() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    void put(VersionKey key, byte[] bytes) throws IOException {
        write(whole(key), bytes);
    }

    void putPart(VersionKey key, int part, byte[] bytes) throws IOException {
        write(part(key, part), bytes);
    }

    /** Writes atomically: a full disk leaves nothing that could be mistaken for a model. */
    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(beside, bytes);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /**
     * Assembles the parts to one file.
     *
     * @throws BadPartsException if a part is missing, or if the digest does not match
     * @throws IOException if they cannot be read or written
     */
    void assemble(VersionKey key, int parts, String digest) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int part = 0; part < parts; part++) {
            try {
                all.writeBytes(Files.readAllBytes(part(key, part)));
            } catch (NoSuchFileException e) {
                throw new BadPartsException("part " + part + " of " + parts + " is missing on the models topic");
            }
        }
        String found = ArtefactFormat.digest(all.toByteArray());
        if (!found.equals(digest)) {
            throw new BadPartsException("the parts have the digest " + found + ", not " + digest);
        }
        put(key, all.toByteArray());
        for (int part = 0; part < parts; part++) {
            Files.delete(part(key, part));
        }
    }

    /** Returns the bytes of a version; empty if there is no file. */
    public Optional<byte[]> read(VersionKey key) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(whole(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void delete(VersionKey key) throws IOException {
        Files.deleteIfExists(whole(key));
        Path models = folder.resolve(key.modelId().value());
        if (!Files.exists(models)) {
            return;
        }
        try (Stream<Path> files = Files.list(models)) {
            List<Path> parts = files.filter(
                            file -> file.getFileName().toString().startsWith(key.version() + ".")
                                    && file.getFileName().toString().endsWith(".part"))
                    .toList();
            for (Path part : parts) {
                Files.delete(part);
            }
        }
    }

    private Path whole(VersionKey key) {
        return folder.resolve(key.modelId().value()).resolve(key.version() + ".elm");
    }

    private Path part(VersionKey key, int part) {
        return folder.resolve(key.modelId().value()).resolve(key.version() + "." + part + ".part");
    }
}
