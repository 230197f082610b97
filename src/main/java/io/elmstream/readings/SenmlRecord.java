package io.elmstream.readings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** A record of a SenML pack with the base fields that hold for it (RFC 8428, sections 4.1 to 4.3). */
final class SenmlRecord {

    private static final Set<String> TEXTS = Set.of("bn", "n", "vs", "vd");

    private String base = "";
    private double baseTime;
    private double baseValue;
    private int version;
    private String name = "";
    private double time;
    private JsonToken type = JsonToken.NOT_AVAILABLE;
    private double number;
    private String text = "";
    private boolean hasNumber;

    /** Starts with a pack. */
    void start() {
        base = "";
        baseTime = 0;
        baseValue = 0;
        version = 0;
    }

    /**
     * Reads the object that the parser is in.
     *
     * @return what is wrong with it; empty if nothing is
     */
    String read(JsonParser parser) throws IOException {
        name = "";
        time = 0;
        type = JsonToken.NOT_AVAILABLE;
        hasNumber = false;
        String problem = "";
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            String wrong = field(field, token, parser);
            problem = problem.isEmpty() ? wrong : problem;
        }
        return problem;
    }

    private String field(String field, JsonToken token, JsonParser parser) throws IOException {
        switch (field) {
            case "bn" -> base = text(token, parser, base);
            case "n" -> name = text(token, parser, name);
            case "vs", "vd" -> {
                text = text(token, parser, text);
                type = JsonToken.VALUE_STRING;
            }
            case "vb" -> type = token;
            case "bt" -> baseTime = number(token, parser);
            case "t" -> time = number(token, parser);
            case "bv" -> baseValue = number(token, parser);
            case "bver" -> version = (int) number(token, parser);
            case "v" -> {
                number = number(token, parser);
                hasNumber = true;
                type = token == JsonToken.VALUE_NULL ? JsonToken.VALUE_NULL : JsonToken.VALUE_NUMBER_FLOAT;
            }
            default -> {
                if (token.isStructStart()) {
                    parser.skipChildren();
                }
                // section 4.4: a field whose name ends so must be understood
                return field.endsWith("_") ? "has the field " + field + ", which is not known but must be" : "";
            }
        }
        boolean isText = TEXTS.contains(field);
        boolean fits = field.equals("vb")
                ? token.isBoolean() || token == JsonToken.VALUE_NULL
                : token == JsonToken.VALUE_NULL || (isText ? token == JsonToken.VALUE_STRING : token.isNumeric());
        if (token.isStructStart()) {
            parser.skipChildren();
        }
        return fits ? "" : "has a value of another type in the field " + field;
    }

    private static String text(JsonToken token, JsonParser parser, String otherwise) throws IOException {
        return token == JsonToken.VALUE_STRING ? parser.getText() : otherwise;
    }

    private static double number(JsonToken token, JsonParser parser) throws IOException {
        return token.isNumeric() ? parser.getDoubleValue() : 0;
    }

    boolean hasValue() {
        return type != JsonToken.NOT_AVAILABLE;
    }

    String base() {
        return base;
    }

    /** Returns the name without the base name. */
    String name() {
        return name;
    }

    /** Returns the time in seconds: since 1970 if it is large, else relative to now; 0 if there is none. */
    double time() {
        return baseTime + time;
    }

    int version() {
        return version;
    }

    void putTo(Target target, DecodedReadings into, int row) {
        switch (type) {
            case VALUE_NUMBER_FLOAT -> target.number(into, row, hasNumber ? baseValue + number : baseValue);
            case VALUE_TRUE, VALUE_FALSE -> target.flag(into, row, type == JsonToken.VALUE_TRUE);
            case VALUE_STRING -> target.text(into, row, text);
            default -> target.nothing(into, row);
        }
    }
}
