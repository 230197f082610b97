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

/**
 * What a command says. Results go to stdout; with JSON asked for, stdout carries only JSON lines and all else goes to
 * stderr.
 */
public final class Console {

    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);

    private final PrintWriter out;
    private final PrintWriter err;

    public Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Says something to people, in one line: on stdout, or on stderr where stdout is for programs.
     *
     * @throws OutputClosed if stdout takes nothing any more
     */
    public void say(boolean json, String line) {
        draw(json, SafeText.of(line));
    }

    /** Says something of several lines. */
    public void text(boolean json, String lines) {
        lines.lines().forEach(line -> say(json, line));
    }

    /** Prints what was made for a terminal; the caller has made safe what came from elsewhere. */
    public void draw(boolean json, String raw) {
        PrintWriter writer = json ? err : out;
        writer.println(raw);
        writer.flush();
    }

    /**
     * Prints the result of a command: as one JSON line for programs, or in lines for people.
     *
     * @param people prints these lines
     */
    public <R> void result(boolean json, R result, Consumer<R> people) {
        if (json) {
            json(result);
        } else {
            people.accept(result);
        }
    }

    /** Prints a line of a result for people. */
    public void print(String line) {
        say(false, line);
    }

    /** Prints a line of a result for people, formatted alike everywhere. */
    public void print(String pattern, Object... values) {
        print(String.format(Locale.ROOT, pattern, values).stripTrailing());
    }

    /** Prints a result for programs. */
    void json(Object value) {
        try {
            out.println(SafeText.of(JSON.writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
        out.flush();
    }

    /** Tells a failure in one line: on stderr too where stdout takes nothing any more. */
    public void fail(boolean json, String code, String message, String field) {
        if (!json || !isTold(code, message, field)) {
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
