package io.elmstream.cli.terminal;

import io.elmstream.model.ModelId;
import io.elmstream.tables.RowRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Validates arguments of the command line. */
public final class Arguments {

    private Arguments() {}

    public static ModelId modelId(String text, String option) {
        try {
            return new ModelId(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_VALUE", option + ": " + e.getMessage(), option);
        }
    }

    public static void positive(long number, String option) {
        if (number < 1) {
            throw new CommandFailure("BAD_VALUE", option + " must be 1 or more, but is " + number, option);
        }
    }

    public static void atMost(long number, long most, String option) {
        if (number > most) {
            throw new CommandFailure("BAD_VALUE", option + " must be " + most + " or less, but is " + number, option);
        }
    }

    public static RowRange rows(String text, String option) {
        try {
            return RowRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("BAD_VALUE", option + ": " + e.getMessage(), option);
        }
    }

    /** Reads a file, but at most one byte more than {@code limit}, because a device has no end. */
    static byte[] bytes(Path file, int limit, String option) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(limit + 1);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("NO_FILE", option + ": " + file + " does not exist", option);
        } catch (AccessDeniedException e) {
            throw new CommandFailure("NO_FILE", option + ": " + file + " is not readable by this user", option);
        } catch (IOException e) {
            throw new CommandFailure("NO_FILE", option + ": " + file + " cannot be read: " + e.getMessage(), option);
        }
    }

    /**
     * Checks that a file to write is not one that is read, or also written, which would lose one of them.
     *
     * @param option names the file to write
     * @param other names the other file
     */
    public static void apart(String option, Path file, String other, Path with) {
        if (isSame(file, with)) {
            throw new CommandFailure(
                    "BAD_VALUE", option + ": " + file + " is also " + other + "; name another file", option);
        }
    }

    /** Returns whether two paths lead to the same file, through links or not. */
    public static boolean isSame(Path file, Path other) {
        try {
            if (Files.exists(file)) {
                return Files.isRegularFile(file) && Files.isRegularFile(other) && Files.isSameFile(file, other);
            }
            return file.toAbsolutePath()
                    .normalize()
                    .equals(other.toAbsolutePath().normalize());
        } catch (IOException e) {
            return false;
        }
    }
}
