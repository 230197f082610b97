package io.elmstream.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command says. Results go to stdout; with JSON asked for, stdout carries only JSON lines and all else goes to stderr.
 */
final class Console {

    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).setSerializationInclusion(JsonInclude.Include.ALWAYS);

    private final PrintWriter out;
    private final PrintWriter err;

    Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Says something to people, in one line: on stdout, or on stderr where stdout is for programs.
     *
     * @throws OutputClosed if nobody reads stdout any more
     */
    void say(boolean json, String line) {
        draw(json, SafeText.of(line));
    }

    /** Says something of several lines. */
    void text(boolean json, String lines) {
        lines.lines().forEach(line -> say(json, line));
    }

    /** Prints what was made for a terminal; the caller has made safe what came from elsewhere. */
    void draw(boolean json, String raw) {
        (json ? err : out).println(raw);
        flush(json ? err : out);
    }

    private void flush(PrintWriter writer) {
        // a pipe that is closed shows only like this
        if (writer.checkError() && writer == out) {
            throw new OutputClosed();
        }
    }

    /** Prints a result for programs. */
    void json(Object value) {
        try {
            out.println(SafeText.of(JSON.writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
        flush(out);
    }

    /** Tells a failure in one line. */
    void fail(boolean json, String code, String message, String field) {
        if (json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", code);
            error.put("message", message);
            error.put("field", field.isEmpty() ? null : field);
            json(Map.of("error", error));
        } else {
            err.println("elmstream: " + SafeText.of(message));
            err.flush();
        }
    }
}
