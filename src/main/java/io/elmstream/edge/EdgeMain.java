package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ArtefactException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The command of {@code elmstream-edge.jar}. */
final class EdgeMain {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;
    static final int SOME_LEFT_OUT = 4;

    private EdgeMain() {}

    /** Runs until standard input ends, and exits with one of the codes. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.in, new FileOutputStream(FileDescriptor.out), System.err));
    }

    static int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) {
        try {
            if (arguments.contains("--help")) {
                out.write(EdgeOptions.USAGE.getBytes(UTF_8));
                return DONE;
            }
            return score(EdgeOptions.parse(arguments), in, out, line -> say(err, line));
        } catch (UsageException e) {
            say(err, e.getMessage() + "; --help shows all options");
            return MISUSED;
        } catch (BadLineException e) {
            say(err, "the header " + e.getMessage());
        } catch (ArtefactException e) {
            say(err, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            say(err, words(e));
        }
        return FAILED;
    }

    /** Returns what is wrong; the message of some failures is the path alone. */
    private static String words(IOException e) {
        if (!(e instanceof FileSystemException file) || file.getReason() != null) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof NoSuchFileException) {
            return file.getFile() + " does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return file.getFile() + " may not be used by this user";
        }
        return file.getFile()
                + (e instanceof FileAlreadyExistsException ? " is not a folder" : " cannot be used: " + e);
    }

    private static int score(EdgeOptions options, InputStream in, OutputStream out, Consumer<String> notices)
            throws IOException, ArtefactException, BadLineException {
        EdgeClassifier loaded = load(options.model());
        notices.accept(loaded.key() + ", " + ForwardPass.choice().reason());
        Optional<SpoolWriter> spool = spool(options, loaded, notices);
        Optional<ModelWatch> watch =
                options.watch().map(folder -> ModelWatch.start(new WatchedFolder(folder, notices), loaded));
        Supplier<EdgeClassifier> model = watch.isPresent() ? watch.get() : () -> loaded;
        try {
            long bad = new EdgeRun(options, model, spool, System::currentTimeMillis, in, out, notices).run();
            if (bad > 0) {
                notices.accept("lines that could not be scored: " + bad);
            }
            return bad == 0 ? DONE : SOME_LEFT_OUT;
        } finally {
            watch.ifPresent(ModelWatch::close);
            if (spool.isPresent()) {
                spool.get().close();
            }
        }
    }

    private static Optional<SpoolWriter> spool(EdgeOptions options, EdgeClassifier model, Consumer<String> notices)
            throws IOException {
        if (options.spool().isEmpty()) {
            return Optional.empty();
        }
        SpoolOptions spool = options.spool().get();
        return Optional.of(new SpoolWriter(spool.folder(), spool.limit(), model, UUID::randomUUID, notices));
    }

    private static EdgeClassifier load(Path file) throws IOException, ArtefactException {
        try {
            return EdgeClassifier.load(file);
        } catch (ArtefactException e) {
            throw new ArtefactException(
                    e.fault(), file + " is not a usable model file, " + e.fault() + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new IOException("--model: " + file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("--model: " + file + " is not readable by this user", e);
        } catch (IOException e) {
            throw new IOException("--model: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void say(PrintStream err, String line) {
        err.println("elmstream-edge: " + line);
    }
}
