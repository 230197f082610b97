package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * A command that was called as from a terminal.
 *
 * @param exit its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record Called(int exit, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Called with(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        try {
            int exit = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), words);
            return new Called(exit, out.toString(), err.toString());
        } finally {
            // commands with a display of their own turn the log off
            root.setLevel(before);
        }
    }

    /** The lines on stdout. */
    public List<String> lines() {
        return out.lines().toList();
    }

    /** The one JSON line on stdout. */
    public JsonNode json() {
        assertThat(lines()).as("stdout; stderr: %s", err).hasSize(1);
        return json(lines().get(0));
    }

    /** The error in the one JSON line on stdout. */
    public JsonNode error() {
        JsonNode error = json().get("error");
        assertThat(error.fieldNames()).toIterable().containsExactly("code", "message", "field");
        return error;
    }

    /** The JSON of every line on stdout. */
    List<JsonNode> records() {
        return lines().stream().map(Called::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
