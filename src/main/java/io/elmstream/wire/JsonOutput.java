package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.apache.avro.Schema;

/**
 * A growing buffer for records of one schema as JSON, reused for every record, so that little but the final copy is
 * allocated. The values are written in the order of the schema's fields, whose names are added. Not thread-safe.
 */
final class JsonOutput {

    private static final int LONGEST_NUMBER = 20;

    private final byte[][] names;
    private final IsoTime times = new IsoTime();
    private byte[] bytes = new byte[512];
    private int size;
    private int next;

    JsonOutput(Schema schema) {
        names = schema.getFields().stream()
                .map(field -> (field.pos() == 0 ? "{\"" : ",\"") + field.name() + "\":")
                .map(name -> name.getBytes(UTF_8))
                .toArray(byte[][]::new);
    }

    /** Starts the next record. */
    void start() {
        size = 0;
        next = 0;
    }

    /** Returns the record, whose values have all been written. */
    byte[] end() {
        room(1);
        put('}');
        return Arrays.copyOf(bytes, size);
    }

    /** Writes a text in UTF-8; what is malformed becomes U+FFFD, as it does for a reader of Avro. */
    void text(byte[] utf8) {
        name();
        room(utf8.length + 2);
        put('"');
        if (needsNoQuoting(utf8)) {
            putAll(utf8);
        } else {
            append(JsonStringEncoder.getInstance().quoteAsUTF8(new String(utf8, UTF_8)));
            room(1);
        }
        put('"');
    }

    private static boolean needsNoQuoting(byte[] utf8) {
        for (byte each : utf8) {
            // a byte beyond ASCII is negative
            if (each < ' ' || each == '"' || each == '\\') {
                return false;
            }
        }
        return true;
    }

    void text(SerializableString text) {
        name();
        quote(text);
    }

    void texts(SerializableString[] texts) {
        name();
        room(1);
        put('[');
        for (int i = 0; i < texts.length; i++) {
            comma(i);
            quote(texts[i]);
        }
        room(1);
        put(']');
    }

    /** Writes the texts that are chosen. */
    void texts(SerializableString[] texts, IntPredicate chosen) {
        name();
        room(1);
        put('[');
        int written = 0;
        for (int i = 0; i < texts.length; i++) {
            if (chosen.test(i)) {
                comma(written++);
                quote(texts[i]);
            }
        }
        room(1);
        put(']');
    }

    void number(long number) {
        name();
        if (number == Long.MIN_VALUE) {
            ascii(Long.toString(number));
            return;
        }
        room(LONGEST_NUMBER);
        if (number < 0) {
            put('-');
        }
        long left = Math.abs(number);
        int digits = 1;
        for (long tens = left; tens >= 10; tens /= 10) {
            digits++;
        }
        size += digits;
        for (int at = size - 1; digits > 0; digits--, at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    void number(float number) {
        name();
        finite(number);
    }

    /** Writes numbers of an array, from one index to another. */
    void numbers(float[] all, int from, int to) {
        name();
        room(1);
        put('[');
        for (int i = from; i < to; i++) {
            comma(i - from);
            finite(all[i]);
        }
        room(1);
        put(']');
    }

    void flag(boolean flag) {
        name();
        ascii(flag ? "true" : "false");
    }

    /** Writes a time in epoch milliseconds. */
    void time(long millis) {
        name();
        byte[] ascii = times.ascii(millis);
        room(ascii.length + 2);
        put('"');
        putAll(ascii);
        put('"');
    }

    private void name() {
        append(names[next++]);
    }

    private void comma(int index) {
        room(1);
        if (index > 0) {
            put(',');
        }
    }

    private void quote(SerializableString text) {
        byte[] quoted = text.asQuotedUTF8();
        room(quoted.length + 2);
        put('"');
        putAll(quoted);
        put('"');
    }

    /** Writes a number, or null for one that JSON does not have. */
    private void finite(float number) {
        ascii(Float.isFinite(number) ? NumberOutput.toString(number, true) : "null");
    }

    private void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void append(byte[] more) {
        room(more.length);
        putAll(more);
    }

    private void putAll(byte[] more) {
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void put(char ascii) {
        bytes[size++] = (byte) ascii;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
