package io.elmstream.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;

/** The streams of this process, in UTF-8 regardless of the locale. */
public final class Terminal {

    /**
     * Set by the launcher when the JVM's own stderr is redirected to nowhere: the number of the real file descriptor.
     */
    static final String STDERR = "elmstream.stderr";

    private Terminal() {}

    /** Makes {@code System.out} and {@code System.err} write UTF-8. */
    public static void open() {
        System.setOut(stream(FileDescriptor.out));
        System.setErr(stream(stderr()));
    }

    /** The stream for results: stdout, which fails with {@link OutputClosed} when it is closed. */
    public static PrintWriter results() {
        return results(new FileOutputStream(FileDescriptor.out));
    }

    public static PrintWriter results(OutputStream stdout) {
        return new PrintWriter(new ResultStream(stdout), true, UTF_8);
    }

    /** The stream for all other output: stderr, whose failures are ignored. */
    public static PrintWriter errors() {
        return new PrintWriter(System.err, true, UTF_8);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
    }

    private static FileDescriptor stderr() {
        Integer number = Integer.getInteger(STDERR);
        if (number == null) {
            return FileDescriptor.err;
        }
        try {
            // reopening /dev/fd/N would overwrite what others write to the same file
            Constructor<FileDescriptor> made = FileDescriptor.class.getDeclaredConstructor(int.class);
            made.setAccessible(true);
            return made.newInstance(number.intValue());
        } catch (ReflectiveOperationException | RuntimeException e) {
            return FileDescriptor.err;
        }
    }
}
