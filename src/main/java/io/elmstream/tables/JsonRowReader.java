package io.elmstream.tables;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.InvalidJson;
import io.elmstream.tables.Uses.Use;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows of some JSON lines. */
final class JsonRowReader {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /**
     * What to do with the fields of a row.
     *
     * @param uses what they are used for
     * @param missing the texts that stand for missing values
     */
    record Fields(Uses uses, Set<String> missing) {}

    private final Fields fields;
    private final RowSink rows;
    private final float[] features;
    private final double[] exact;
    private @Nullable RowFault reason;
    private @Nullable String field;
    private @Nullable String value;
    private String message = "";

    JsonRowReader(Fields fields, RowSink rows) {
        this.fields = fields;
        this.rows = rows;
        this.features = new float[fields.uses().features()];
        this.exact = rows.exact();
    }

    /** Reads all lines; an empty one is no row, but is counted. */
    void read(byte[] lines) throws IOException {
        int from = 0;
        while (from < lines.length) {
            int to = from;
            while (to < lines.length && lines[to] != '\n') {
                to++;
            }
            line(lines, from, to - from);
            from = to + 1;
        }
    }

    private void line(byte[] lines, int from, int length) throws IOException {
        int keeps = fields.uses().keeps();
        @Nullable Object[] kept = keeps == 0 ? RowSink.NOTHING : new Object[keeps];
        Arrays.fill(features, Float.NaN);
        Arrays.fill(exact, Double.NaN);
        reason = null;
        try (JsonParser parser = JSON.getFactory().createParser(lines, from, length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                rows.empty();
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                refuse(RowFault.UNREADABLE, null, text(lines, from, length), "must be a JSON object");
            } else {
                object(parser, kept);
                if (parser.nextToken() != null) {
                    refuse(
                            RowFault.UNREADABLE,
                            null,
                            text(lines, from, length),
                            "must be one JSON object, and nothing behind it");
                }
            }
        } catch (CharConversionException e) {
            // bytes that look like UTF-32, such as the zeros that a loss of power leaves in a log
            reason = null;
            refuse(RowFault.UNREADABLE, null, text(lines, from, length), "is not valid JSON in UTF-8");
        } catch (JsonProcessingException e) {
            reason = null;
            refuse(
                    RowFault.UNREADABLE,
                    null,
                    text(lines, from, length),
                    "is not valid JSON: " + InvalidJson.words(e.getOriginalMessage()));
        }
        if (reason == null) {
            rows.row(features, 0, kept);
        } else {
            rows.rejected(reason, field, value, message);
        }
    }

    private void object(JsonParser parser, @Nullable Object[] kept) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Use use = fields.uses().byColumn().get(name);
            JsonToken token = parser.nextToken();
            if (use == null) {
                parser.skipChildren();
                continue;
            }
            if (use.feature() != Uses.NONE && token.isNumeric()) {
                number(name, use.feature(), parser);
            }
            if (use.kept() != Uses.NONE || use.category() != null || !token.isNumeric()) {
                JsonNode node = ExactJson.value(parser);
                boolean known = !node.isNull() && !isMissing(node);
                if (use.feature() != Uses.NONE && known && !token.isNumeric()) {
                    word(name, use.feature(), node);
                }
                if (use.category() != null) {
                    use.category().encode(known ? ColumnType.JSON.text(node) : null, features, 0);
                }
                if (use.kept() != Uses.NONE) {
                    kept[use.kept()] = node.isNull() ? null : node;
                }
            }
        }
    }

    private boolean isMissing(JsonNode node) {
        return node.isTextual() && fields.missing().contains(node.textValue().strip());
    }

    private void number(String name, int feature, JsonParser parser) throws IOException {
        put(feature, parser.getFloatValue(), exact.length == 0 ? 0 : parser.getDoubleValue());
        if (Float.isInfinite(features[feature])) {
            tooLarge(name, parser.getText());
        }
    }

    /** Takes what is no number: only a boolean can be a feature. */
    private void word(String name, int feature, JsonNode node) {
        if (node.isBoolean()) {
            put(feature, node.booleanValue() ? 1 : 0, node.booleanValue() ? 1 : 0);
            return;
        }
        String written = node.isTextual() ? node.textValue() : node.toString();
        refuse(
                RowFault.NOT_A_NUMBER,
                name,
                written,
                node.isTextual() ? "is a text, must be a number" + Decimals.hint(written) : "must be a number");
    }

    private void put(int feature, float number, double before) {
        features[feature] = number;
        if (exact.length > 0) {
            exact[feature] = before;
        }
    }

    private void tooLarge(String name, String written) {
        refuse(RowFault.NOT_FINITE, name, written, "must be a number that a 32-bit float can hold, 3.4e38 at most");
    }

    /** Remembers the first thing that is wrong with the row. */
    private void refuse(RowFault why, @Nullable String name, String written, String words) {
        if (reason == null) {
            reason = why;
            field = name;
            value = written;
            message = words;
        }
    }

    private static String text(byte[] lines, int from, int length) {
        return new String(lines, from, length, StandardCharsets.UTF_8);
    }
}
