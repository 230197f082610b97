package io.elmstream.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;

/** The streams of this process, in UTF-8 whatever the locale says. */
public final class Terminal {

    /**
     * Set by the launcher where the JVM's own stderr leads nowhere: the number of the descriptor that is the real one.
     */
    static final String STDERR = "elmstream.stderr";

    private Terminal() {}

    /** Has all that is written to {@code System.out} and {@code System.err} from now on come out in UTF-8. */
    public static void open() {
        System.setOut(stream(FileDescriptor.out));
        System.setErr(stream(stderr()));
    }

    /** What results go to: stdout, which fails with {@link OutputClosed} where it takes nothing any more. */
    public static PrintWriter results() {
        return results(new FileOutputStream(FileDescriptor.out));
    }

    public static PrintWriter results(OutputStream stdout) {
        return new PrintWriter(new ResultStream(stdout), true, UTF_8);
    }

    /** What else is said goes to stderr, and is lost where nobody takes it. */
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
            // opening /dev/fd/N anew would write over what others write to the same file
            Constructor<FileDescriptor> made = FileDescriptor.class.getDeclaredConstructor(int.class);
            made.setAccessible(true);
            return made.newInstance(number.intValue());
        } catch (ReflectiveOperationException | RuntimeException e) {
            return FileDescriptor.err;
        }
    }
}
