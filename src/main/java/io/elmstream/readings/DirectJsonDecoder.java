package io.elmstream.readings;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The fast form of {@link JsonDecoder}: scans the bytes of plain JSON and puts values into their places at once.
 * Whatever is not plain, such as escapes, texts beyond ASCII, long numbers and anything malformed, is left to the
 * readable form, which decodes the whole record anew.
 */
final class DirectJsonDecoder implements RecordDecoder {

    private static final int DEEPEST = 32;
    /** Jackson limits the length of names and texts; whatever may come near is left to it. */
    private static final int LONGEST_TEXT = 10_000;

    private final Mapping mapping;
    private final Layout layout;
    private final JsonDecoder readable;
    private final PlainNumber number = new PlainNumber();
    private JsonNames root = JsonNames.UNUSED;
    private byte[] text = new byte[0];
    private int at;
    private int end;

    DirectJsonDecoder(Mapping mapping, Layout layout) {
        this.mapping = mapping;
        this.layout = layout;
        this.readable = new JsonDecoder(mapping, layout);
        compile();
    }

    @Override
    public void compile() {
        readable.compile();
        PathTree tree = PathTree.of(Targets.of(mapping, layout));
        mapping.each().ifPresent(tree::down);
        root = JsonNames.of(tree);
    }

    @Override
    public void decode(byte[] value, Headers headers, long timestamp, DecodedReadings into) {
        if (!isPlain(value, into)) {
            into.restart();
            readable.decode(value, headers, timestamp, into);
        }
    }

    private boolean isPlain(byte[] value, DecodedReadings into) {
        text = value;
        at = mapping.ids().lengthIn(value);
        end = value.length;
        if (!value(root, into, 0, 0)) {
            return false;
        }
        skipSpace();
        return at == end && (mapping.each().isEmpty() || into.isPack());
    }

    /** Takes the value at the current place. Returns false if it is not plain. */
    private boolean value(JsonNames node, DecodedReadings into, int row, int depth) {
        skipSpace();
        if (at >= end || depth > DEEPEST) {
            return false;
        }
        return switch (text[at]) {
            case '{' -> object(node, into, row, depth);
            case '[' -> array(node, into, row, depth);
            case '"' -> string(node, into, row);
            case 't' -> flag(node, into, row, "true");
            case 'f' -> flag(node, into, row, "false");
            case 'n' -> nothing(node, into, row);
            default -> number(node, into, row);
        };
    }

    private boolean object(JsonNames node, DecodedReadings into, int row, int depth) {
        other(node, into, row, "an object");
        at++;
        skipSpace();
        if (at < end && text[at] == '}') {
            at++;
            return true;
        }
        JsonNames last = numbers(node, node, into, row);
        while (at < end && text[at] == '"') {
            JsonNames child = name(node, last);
            if (child == null) {
                return false;
            }
            skipSpace();
            if (at >= end || text[at] != ':') {
                return false;
            }
            at++;
            if (!value(child, into, row, depth + 1)) {
                return false;
            }
            skipSpace();
            if (at >= end || text[at] != ',') {
                return ends('}');
            }
            at++;
            skipSpace();
            last = numbers(node, child == JsonNames.UNUSED ? last : child, into, row);
        }
        return false;
    }

    /**
     * Takes fields as long as they are features with short numbers, in the order of the record before, each followed by
     * another one. Most are; this loop takes them in two thirds of the time.
     *
     * @param last the field before, as {@link JsonNames#expected} has it
     * @return the last field that was taken
     */
    private JsonNames numbers(JsonNames node, JsonNames last, DecodedReadings into, int row) {
        if (!node.hasNames()) {
            return last;
        }
        byte[] bytes = text;
        int from = at;
        JsonNames before = last;
        while (true) {
            JsonNames field = node.expected(before);
            FeatureTarget target = field.number();
            int colon = from + field.length() + 1;
            // room for a space before the number, and for a comma and a space behind it
            if (target == null
                    || colon + PlainNumber.SHORT_ROOM + 4 > end
                    || bytes[from] != '"'
                    || bytes[colon] != ':'
                    || !field.isNamed(bytes, from + 1)) {
                break;
            }
            int to = number.readShort(bytes, bytes[colon + 1] == ' ' ? colon + 2 : colon + 1);
            if (to < 0 || bytes[to] != ',') {
                break;
            }
            into.value(row, target.slot(), target.feature().scaled(number.shortValue()));
            before = field;
            from = bytes[to + 1] == ' ' ? to + 2 : to + 1;
        }
        at = from;
        skipSpace();
        return before;
    }

    /**
     * Skips the name of a field and returns its place; null if it is not plain.
     *
     * @param last the field before that is needed
     */
    private @Nullable JsonNames name(JsonNames node, JsonNames last) {
        int from = at + 1;
        if (node.hasNames()) {
            JsonNames expected = node.expected(last);
            if (expected.isNamed(text, from)) {
                at = from + expected.length();
                return expected;
            }
        }
        if (!skipString()) {
            return null;
        }
        return node.hasNames() ? node.child(last, text, from) : JsonNames.UNUSED;
    }

    private boolean array(JsonNames node, DecodedReadings into, int row, int depth) {
        other(node, into, row, "an array");
        JsonNames each = node.each();
        if (each != null) {
            into.pack();
        }
        at++;
        skipSpace();
        if (at < end && text[at] == ']') {
            at++;
            return true;
        }
        for (int index = 0; ; index++) {
            boolean isTaken = each == null
                    ? value(node.element(index), into, row, depth + 1)
                    : value(each, into, into.addReading(), depth + 1);
            if (!isTaken) {
                return false;
            }
            skipSpace();
            if (at >= end || text[at] != ',') {
                return ends(']');
            }
            at++;
        }
    }

    private boolean ends(char closing) {
        if (at >= end || text[at] != closing) {
            return false;
        }
        at++;
        return true;
    }

    private static void other(JsonNames node, DecodedReadings into, int row, String type) {
        for (Target target : node.targets()) {
            target.other(into, row, type);
        }
    }

    private boolean string(JsonNames node, DecodedReadings into, int row) {
        int from = at + 1;
        if (!skipString()) {
            return false;
        }
        for (Target target : node.targets()) {
            target.utf8(into, row, text, from, at - 1);
        }
        return true;
    }

    /** Skips a string of printable ASCII without escapes, and its quotation marks. */
    private boolean skipString() {
        int i = at + 1;
        while (i < end) {
            byte character = text[i++];
            if (character == '"') {
                int length = i - at;
                at = i;
                return length <= LONGEST_TEXT;
            }
            if (character < ' ' || character == '\\') {
                return false;
            }
        }
        return false;
    }

    private boolean flag(JsonNames node, DecodedReadings into, int row, String word) {
        if (!skipWord(word)) {
            return false;
        }
        for (Target target : node.targets()) {
            target.flag(into, row, word.equals("true"));
        }
        return true;
    }

    private boolean nothing(JsonNames node, DecodedReadings into, int row) {
        if (!skipWord("null")) {
            return false;
        }
        for (Target target : node.targets()) {
            target.nothing(into, row);
        }
        return true;
    }

    private boolean skipWord(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= end || text[at] != word.charAt(i)) {
                return false;
            }
        }
        return isDelimited();
    }

    private boolean number(JsonNames node, DecodedReadings into, int row) {
        int to = number.read(text, at, end);
        if (to < 0) {
            return false;
        }
        at = to;
        if (number.isWhole()) {
            for (Target target : node.targets()) {
                target.integer(into, row, number.whole());
            }
        } else if (node.targets().length > 0) {
            double value = number.value();
            for (Target target : node.targets()) {
                target.number(into, row, value);
            }
        }
        return isDelimited();
    }

    /** Returns whether a number or word ends here. */
    private boolean isDelimited() {
        if (at >= end) {
            return true;
        }
        byte next = text[at];
        return next == ',' || next == '}' || next == ']' || isSpace(next);
    }

    private void skipSpace() {
        while (at < end && isSpace(text[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }
}
