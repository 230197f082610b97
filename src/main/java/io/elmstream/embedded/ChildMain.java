package io.elmstream.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The main class of a child process that must not outlive its parent: it runs another main class and watches standard
 * input.
 *
 * <p>The parent holds the other end of standard input and never writes to it. The operating system closes that end when
 * the parent ends in any way ({@code kill -9} included), and then this process halts.
 */
public final class ChildMain {
    private ChildMain() {}

    /** Runs {@code arguments[0]}, the name of a main class, with the other arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(() -> haltAtEnd(System.in), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void haltAtEnd(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // the parent never writes
            }
        } catch (IOException e) {
            // a broken pipe also means that the parent has ended
        }
        Runtime.getRuntime().halt(0);
    }
}
