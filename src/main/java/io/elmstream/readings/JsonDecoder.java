package io.elmstream.readings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.elmstream.batch.Rejection;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes JSON text, as a stream: what the mapping does not name is skipped. Allocates no objects for values; if a
 * field occurs twice, the last one counts.
 */
final class JsonDecoder implements RecordDecoder {

    private static final int DEEPEST = 64;

    static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final Mapping mapping;
    private final Layout layout;
    private PathTree tree = new PathTree();

    JsonDecoder(Mapping mapping, Layout layout) {
        this.mapping = mapping;
        this.layout = layout;
        compile();
    }

    @Override
    public void compile() {
        tree = PathTree.of(Targets.of(mapping, layout));
        mapping.each().ifPresent(tree::down);
    }

    @Override
    public void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into) {
        int from = mapping.ids().lengthIn(value);
        try (JsonParser parser = JSON.createParser(value, from, value.length - from)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                into.reject(Rejection.UNREADABLE, "the value of " + value.length + " bytes has no JSON text");
                return;
            }
            new Walk(parser, into).value(tree, first, 0);
            if (parser.nextToken() != null) {
                into.reject(Rejection.UNREADABLE, "more text follows the JSON value" + place(parser));
            } else if (mapping.each().isPresent()
                    && !into.isPack()
                    && into.rejection().isEmpty()) {
                into.reject(
                        Rejection.UNREADABLE,
                        "there is no array at " + mapping.each().get() + ", whose elements are the readings");
            }
        } catch (JsonProcessingException e) {
            into.reject(Rejection.UNREADABLE, "the value is not JSON: " + e.getOriginalMessage() + place(e));
        } catch (IOException e) {
            into.reject(Rejection.UNREADABLE, "the value is not JSON in UTF-8: " + e.getMessage());
        }
    }

    private static String place(JsonParser parser) {
        return " at byte " + parser.currentTokenLocation().getByteOffset();
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
    }

    /** One pass over a text. */
    private record Walk(JsonParser parser, DecodedReadings into) {

        /** Takes the value that the parser is at, and leaves the parser at its last token. */
        void value(PathTree node, JsonToken token, int row) throws IOException {
            switch (token) {
                case START_OBJECT -> object(node, row);
                case START_ARRAY -> array(node, row);
                default -> scalar(node.targets(), token, row);
            }
        }

        private void object(PathTree node, int row) throws IOException {
            other(node, row, "an object");
            if (!node.hasNames()) {
                parser.skipChildren();
                return;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                PathTree child = node.name(name);
                JsonToken token = parser.nextToken();
                if (child != null) {
                    value(child, token, row);
                } else if (token.isStructStart()) {
                    parser.skipChildren();
                }
            }
        }

        private void array(PathTree node, int row) throws IOException {
            other(node, row, "an array");
            if (!node.hasElements()) {
                parser.skipChildren();
                return;
            }
            PathTree each = node.each();
            if (each != null) {
                into.pack();
            }
            int index = 0;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                PathTree child = each == null ? node.index(index++) : each;
                if (child != null) {
                    value(child, token, each == null ? row : into.addReading());
                } else if (token.isStructStart()) {
                    parser.skipChildren();
                }
            }
        }

        private void other(PathTree node, int row, String type) {
            for (Target target : node.targets()) {
                target.other(into, row, type);
            }
        }

        private void scalar(List<Target> targets, JsonToken token, int row) throws IOException {
            for (int i = 0; i < targets.size(); i++) {
                Target target = targets.get(i);
                switch (token) {
                    case VALUE_NUMBER_FLOAT -> target.number(into, row, parser.getDoubleValue());
                    case VALUE_NUMBER_INT -> integer(target, row);
                    case VALUE_STRING -> target.text(into, row, parser.getText());
                    case VALUE_TRUE, VALUE_FALSE -> target.flag(into, row, token == JsonToken.VALUE_TRUE);
                    default -> target.nothing(into, row);
                }
            }
        }

        private void integer(Target target, int row) throws IOException {
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                target.number(into, row, parser.getDoubleValue());
            } else {
                target.integer(into, row, parser.getLongValue());
            }
        }
    }
}
