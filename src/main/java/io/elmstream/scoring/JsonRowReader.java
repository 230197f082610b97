package io.elmstream.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.Decimals;
import io.elmstream.data.InvalidJson;
import io.elmstream.scoring.RejectedRow.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of some JSON lines. */
final class JsonRowReader {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final int NONE = -1;

    /** What to do with a field: the place of the feature and of the kept column, or {@link #NONE}. */
    private record Field(int feature, int kept) {}

    /**
     * What to do with the fields of a row.
     *
     * @param byName the fields that matter
     * @param features the number of features
     * @param keeps the number of kept columns
     */
    record Fields(Map<String, Field> byName, int features, int keeps) {

        static Fields of(List<String> features, List<KeptColumn> keep) {
            Map<String, Field> byName = new HashMap<>();
            for (int i = 0; i < features.size(); i++) {
                byName.put(features.get(i), new Field(i, NONE));
            }
            for (int i = 0; i < keep.size(); i++) {
                int place = i;
                byName.compute(
                        keep.get(i).name(), (name, known) -> new Field(known == null ? NONE : known.feature(), place));
            }
            return new Fields(byName, features.size(), keep.size());
        }
    }

    private final Fields fields;
    private final RowSink rows;
    private final float[] features;
    private @Nullable Reason reason;
    private @Nullable String field;
    private @Nullable String value;
    private String message = "";

    JsonRowReader(Fields fields, RowSink rows) {
        this.fields = fields;
        this.rows = rows;
        this.features = new float[fields.features()];
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
        @Nullable Object[] kept = fields.keeps() == 0 ? RowSink.NOTHING : new Object[fields.keeps()];
        Arrays.fill(features, Float.NaN);
        reason = null;
        try (JsonParser parser = JSON.getFactory().createParser(lines, from, length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                rows.empty();
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                refuse(Reason.UNREADABLE, null, text(lines, from, length), "must be a JSON object");
            } else {
                object(parser, kept);
                if (parser.nextToken() != null) {
                    refuse(
                            Reason.UNREADABLE,
                            null,
                            text(lines, from, length),
                            "must be one JSON object, and nothing behind it");
                }
            }
        } catch (JsonProcessingException e) {
            reason = null;
            refuse(
                    Reason.UNREADABLE,
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
            Field known = fields.byName().get(name);
            JsonToken token = parser.nextToken();
            if (known == null) {
                parser.skipChildren();
                continue;
            }
            boolean isFeature = known.feature() != NONE;
            if (isFeature && token.isNumeric()) {
                number(name, known.feature(), parser.getFloatValue(), parser);
            }
            if (known.kept() != NONE || !token.isNumeric()) {
                JsonNode node = ExactJson.value(parser);
                if (isFeature && !token.isNumeric()) {
                    noNumber(name, node);
                }
                if (known.kept() != NONE) {
                    kept[known.kept()] = node.isNull() ? null : node;
                }
            }
        }
    }

    private void number(String name, int feature, float number, JsonParser parser) throws IOException {
        features[feature] = number;
        if (Float.isInfinite(number)) {
            tooLarge(name, parser.getText());
        }
    }

    private void noNumber(String name, JsonNode node) {
        if (!node.isNull()) {
            String written = node.isTextual() ? node.textValue() : node.toString();
            refuse(
                    Reason.NOT_A_NUMBER,
                    name,
                    written,
                    node.isTextual() ? "is a text, must be a number" + Decimals.hint(written) : "must be a number");
        }
    }

    private void tooLarge(String name, String written) {
        refuse(Reason.NOT_FINITE, name, written, "must be a number that a 32-bit float can hold, 3.4e38 at most");
    }

    /** Remembers the first thing that is wrong with the row. */
    private void refuse(Reason why, @Nullable String name, String written, String words) {
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
