package io.elmstream.labels;

import io.elmstream.alert.Position;
import io.elmstream.labels.Held.Given;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The stored entries of a window, big-endian. A key is the kind (1 byte: 0 for the clocks, 1 for a reading, 2 for a
 * label) and the number in the order of arrival (8 bytes). A value starts with the format (1 byte, now 1). Texts are in
 * the modified UTF-8 of {@link DataOutputStream#writeUTF}, none longer than 64 KiB.
 */
final class EntryCodec {

    static final byte CLOCKS = 0;
    static final byte READING = 1;
    static final byte LABEL = 2;

    private static final byte FORMAT = 1;

    private EntryCodec() {}

    /**
     * The clocks of a window.
     *
     * @param now the end of the window in event time, ms since the epoch
     * @param ran how long it has run, ms
     */
    record Clocks(long now, long ran) {}

    /** Writes the fields of an entry. */
    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads the fields of an entry. */
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static byte[] key(byte kind, long number) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array();
    }

    static byte kind(byte[] key) {
        return key[0];
    }

    static long number(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    static byte[] encode(Clocks clocks) {
        return encoded(out -> {
            out.writeLong(clocks.now());
            out.writeLong(clocks.ran());
        });
    }

    static Clocks clocks(byte[] value) {
        return decoded(value, in -> new Clocks(in.readLong(), in.readLong()));
    }

    /** @param row the row that waits for a label; not written if the reading has one */
    static byte[] encode(Held.Reading held, float[] row) {
        return encoded(out -> {
            LabelReading reading = held.reading();
            out.writeLong(held.time());
            out.writeLong(held.since());
            out.writeUTF(reading.modelId());
            out.writeUTF(reading.sensor());
            out.writeLong(reading.eventTime());
            write(out, reading.position());
            out.writeBoolean(held.given().isPresent());
            if (held.given().isPresent()) {
                out.writeUTF(held.given().get().label());
                out.writeDouble(held.given().get().weight());
                out.writeBoolean(held.given().get().forAll());
            } else {
                out.writeInt(row.length);
                for (float feature : row) {
                    out.writeFloat(feature);
                }
            }
        });
    }

    /** Returns the reading without its row. */
    static Held.Reading reading(long number, byte[] value) {
        return decoded(value, in -> reading(number, in, new float[0]));
    }

    /** Returns the row of a reading without a label. */
    static float[] row(byte[] value) {
        return decoded(value, in -> {
            reading(0, in, new float[0]);
            float[] row = new float[in.readInt()];
            for (int i = 0; i < row.length; i++) {
                row[i] = in.readFloat();
            }
            return row;
        });
    }

    private static Held.Reading reading(long number, DataInputStream in, float[] none) throws IOException {
        long time = in.readLong();
        long since = in.readLong();
        LabelReading reading =
                new LabelReading(in.readUTF(), in.readUTF(), in.readLong(), position(in), none, Optional.empty());
        Optional<Given> given = in.readBoolean()
                ? Optional.of(new Given(in.readUTF(), in.readDouble(), in.readBoolean()))
                : Optional.empty();
        return new Held.Reading(number, time, since, reading, given);
    }

    static byte[] encode(Held.Waiting waiting) {
        return encoded(out -> {
            Label label = waiting.label();
            out.writeLong(waiting.time());
            out.writeLong(waiting.since());
            out.writeUTF(label.sensor());
            out.writeBoolean(label.eventTime().isPresent());
            out.writeLong(label.eventTime().orElse(0));
            out.writeBoolean(label.position().isPresent());
            if (label.position().isPresent()) {
                write(out, label.position().get());
            }
            out.writeUTF(label.label());
            out.writeDouble(label.weight());
            out.writeUTF(label.modelId().orElse(""));
        });
    }

    static Held.Waiting label(long number, byte[] value) {
        return decoded(value, in -> new Held.Waiting(number, in.readLong(), in.readLong(), label(in)));
    }

    private static Label label(DataInputStream in) throws IOException {
        String sensor = in.readUTF();
        boolean timed = in.readBoolean();
        long time = in.readLong();
        Optional<Position> position = in.readBoolean() ? Optional.of(position(in)) : Optional.empty();
        return new Label(
                sensor,
                timed ? OptionalLong.of(time) : OptionalLong.empty(),
                position,
                in.readUTF(),
                in.readDouble(),
                Optional.of(in.readUTF()).filter(id -> !id.isEmpty()));
    }

    private static void write(DataOutputStream out, Position position) throws IOException {
        out.writeUTF(position.topic());
        out.writeInt(position.partition());
        out.writeLong(position.offset());
        out.writeInt(position.index());
    }

    private static Position position(DataInputStream in) throws IOException {
        return new Position(in.readUTF(), in.readInt(), in.readLong(), in.readInt());
    }

    private static byte[] encoded(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(FORMAT);
            fields.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T decoded(byte[] value, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("an entry of a window of labels has format " + format
                        + ", and this release reads format " + FORMAT + "; was it written by a newer one?");
            }
            return reader.read(in);
        } catch (IOException e) {
            throw new IllegalStateException("an entry of a window of labels is cut short", e);
        }
    }
}
