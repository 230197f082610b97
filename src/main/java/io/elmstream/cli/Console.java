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

    /** Says something to people: on stdout, or on stderr where stdout is for programs. */
    void say(boolean json, String line) {
        (json ? err : out).println(line);
        (json ? err : out).flush();
    }

    /** Prints a result for programs. */
    void json(Object value) {
        try {
            out.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
        out.flush();
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
            err.println("elmstream: " + message);
            err.flush();
        }
    }
}
