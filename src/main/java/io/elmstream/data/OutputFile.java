package io.elmstream.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.data.OutputException.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;

/**
 * A file that a command is going to write, atomically: the bytes are written to a temporary file in the same directory,
 * which is renamed when they are on the disk. An existing file stays unchanged until then, even if the disk is full or
 * the process dies. Create this object before a long computation: it immediately reports problems that would otherwise
 * appear only at the end.
 */
public final class OutputFile {

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private final String option;
    /** The most links that lead from one to another, as on Linux. */
    private static final int MOST_LINKS = 40;

    private final Path path;
    private final boolean replaces;

    private OutputFile(String option, Path path, boolean replaces) {
        this.option = option;
        this.path = path;
        this.replaces = replaces;
        check();
    }

    /**
     * Returns a file that is replaced if it exists.
     *
     * @param option that names the file, for messages
     * @throws OutputException if it cannot be written at present
     */
    public static OutputFile of(String option, Path path) {
        return new OutputFile(option, path, true);
    }

    /**
     * Returns a file that must not exist yet.
     *
     * @param option that names the file, for messages
     * @throws OutputException if it exists, or cannot be written at present
     */
    public static OutputFile ofNew(String option, Path path) {
        return new OutputFile(option, path, false);
    }

    /** Returns the path of the file. */
    public Path path() {
        return path;
    }

    /** Writes the text in UTF-8. */
    public void write(String text, FileAttribute<?>... attributes) {
        write(text.getBytes(UTF_8), attributes);
    }

    /** Writes the bytes. */
    public void write(byte[] bytes, FileAttribute<?>... attributes) {
        write(out -> out.write(bytes), attributes);
    }

    /**
     * Writes the file.
     *
     * @param attributes set when the file is created, such as permissions
     * @throws OutputException if it cannot be written; an existing file is unchanged
     */
    public void write(Content content, FileAttribute<?>... attributes) {
        check();
        try {
            if (isDevice()) {
                try (OutputStream out = Files.newOutputStream(path)) {
                    content.writeTo(out);
                }
            } else {
                // a link stays a link, and its target is replaced
                writeBeside(target(), content, attributes);
            }
        } catch (IOException e) {
            throw failure(path + " cannot be written: " + reason(e)
                    + (Files.exists(path) && !isDevice() ? "; the existing file is unchanged" : ""));
        }
    }

    /**
     * Renames a finished file to this one, which replaces it.
     *
     * @param finished a file beside {@link #target()}, or in a folder there
     * @throws OutputException if it cannot be renamed; an existing file is unchanged
     */
    public void take(Path finished) {
        check();
        try {
            Files.move(finished, target(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(path + " cannot be written: " + reason(e));
        }
    }

    /** Returns the file that is written: the path, or the file that it links to. */
    public Path target() {
        try {
            if (Files.exists(path)) {
                return path.toRealPath();
            }
            Path at = path.toAbsolutePath();
            // a link may lead to a file that is not there yet
            for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(at); i++) {
                at = at.resolveSibling(Files.readSymbolicLink(at));
            }
            return at;
        } catch (IOException e) {
            throw failure(path + " cannot be written: " + reason(e));
        }
    }

    private void writeBeside(Path target, Content content, FileAttribute<?>[] attributes) throws IOException {
        try (PartFile part = PartFile.beside(target, attributes)) {
            OutputStream out = part.stream();
            content.writeTo(out);
            out.flush();
            part.moveTo(target, replaces);
        }
    }

    private void check() {
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw failure(path + " is a directory, must be a file");
        }
        if (!Files.exists(folder)) {
            throw failure("the directory " + folder + " of " + path + " does not exist");
        }
        if (!Files.isDirectory(folder)) {
            throw failure(folder + ", where " + path + " should be, is not a directory");
        }
        if (Files.exists(path)) {
            if (!replaces) {
                throw new OutputException(Fault.FILE_EXISTS, option, path + " exists already, and is not overwritten");
            }
            if (!Files.isWritable(path)) {
                throw failure(path + " may not be written by this user");
            }
        }
        if (!isDevice() && !Files.isWritable(folder)) {
            throw failure("the directory " + folder + " of " + path + " may not be written by this user");
        }
        Path there = target().getParent();
        if (!isDevice() && (there == null || !Files.isDirectory(there) || !Files.isWritable(there))) {
            throw failure("the directory " + there + ", to which " + path
                    + " leads, does not exist or may not be written by this user");
        }
    }

    /** Returns whether it is a device such as /dev/stdout, which cannot be renamed. */
    private boolean isDevice() {
        return Files.exists(path) && !Files.isRegularFile(path);
    }

    private OutputException failure(String problem) {
        return new OutputException(Fault.CANNOT_WRITE, option, problem);
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
