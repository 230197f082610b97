package io.elmstream.cli.terminal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a command. Results go to stdout; with {@code --json}, stdout contains only JSON lines, and all other
 * output goes to stderr. A command that runs for long can send its messages to the log instead.
 */
public final class Console {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);

    private final PrintWriter out;
    private final PrintWriter err;
    private volatile boolean logs;

    public Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Sends messages and failures to the log from now on, so that whoever reads the log as JSON finds them there, and
     * no line of another form beside it.
     */
    public void log() {
        logs = true;
    }

    /**
     * Prints a message for people on one line: to stdout, or to stderr if stdout is reserved for JSON.
     *
     * @throws OutputClosed if stdout is closed
     */
    public void say(boolean json, String line) {
        draw(json, SafeText.of(line));
    }

    /** Prints a message of several lines. */
    public void text(boolean json, String lines) {
        lines.lines().forEach(line -> say(json, line));
    }

    /** Prints text formatted for a terminal; the caller has escaped text from other sources. */
    public void draw(boolean json, String raw) {
        if (logs) {
            LOG.info("{}", raw);
            return;
        }
        PrintWriter writer = json ? err : out;
        writer.println(raw);
        writer.flush();
    }

    /**
     * Prints the result of a command: as one JSON line, or as text.
     *
     * @param people prints the result as text
     */
    public <R> void result(boolean json, R result, Consumer<R> people) {
        if (json) {
            json(result);
        } else {
            people.accept(result);
        }
    }

    /** Prints a line of a result. */
    public void print(String line) {
        say(false, line);
    }

    /** Prints a formatted line of a result, independent of the locale. */
    public void print(String pattern, Object... values) {
        print(String.format(Locale.ROOT, pattern, values).stripTrailing());
    }

    /** Prints a result as JSON. */
    void json(Object value) {
        try {
            out.println(SafeText.of(JSON.writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
        out.flush();
    }

    /** Reports a failure in one line: with JSON, also to stderr if stdout is closed. */
    public void fail(boolean json, String code, String message, String field) {
        if (logs) {
            LOG.atError().addKeyValue("code", code).addKeyValue("field", field).log("{}", message);
        } else if (!json || !isTold(code, message, field)) {
            err.println("elmstream: " + SafeText.of(message));
            err.flush();
        }
    }

    private boolean isTold(String code, String message, String field) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        error.put("field", field.isEmpty() ? null : field);
        try {
            json(Map.of("error", error));
            return true;
        } catch (OutputClosed e) {
            return false;
        }
    }
}
