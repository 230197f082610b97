package io.elmstream.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param status HTTP status
 * @param headers besides the length
 * @param body the whole body
 */
public record Answer(int status, Map<String, String> headers, byte[] body) implements Reply, WebReply {

    static final String JSON_TYPE = "application/json";

    /** The longest message of an error, in characters; it may quote what the client sent. */
    private static final int LONGEST = 2_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** Writes a JSON value. */
    @FunctionalInterface
    public interface JsonWriter {
        void write(JsonGenerator out) throws IOException;
    }

    /** Returns an answer in JSON. */
    public static Answer json(int status, JsonWriter writer) {
        return new Answer(status, Map.of(Headers.CONTENT_TYPE, JSON_TYPE), jsonBytes(writer));
    }

    /** Returns an answer in plain text. */
    static Answer text(int status, String text) {
        return new Answer(
                status,
                Map.of(Headers.CONTENT_TYPE, "text/plain; charset=utf-8"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a JSON text. */
    static byte[] jsonBytes(JsonWriter writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /** Returns the answer to a request that failed: {@code {"error": message}}. */
    public static Answer error(int status, String message) {
        return json(status, out -> {
            out.writeStartObject();
            out.writeStringField("error", message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message);
            out.writeEndObject();
        });
    }

    /** Returns the answer to a request that failed; one that may succeed later says when to try again. */
    static Answer of(RequestException e) {
        Answer answer = error(e.status(), e.error());
        return e.status() == 429 || e.status() == 503 ? answer.with(Headers.RETRY_AFTER, "1") : answer;
    }

    /** Returns the same answer with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
