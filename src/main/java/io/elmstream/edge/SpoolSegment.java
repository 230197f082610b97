package io.elmstream.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One file of a spool, {@code NUMBER.spool}, big-endian:
 *
 * <pre>
 * u32     length of the beginning
 * u32     CRC-32C of the beginning
 * beginning:
 *   "ELMR", u16 format version 1
 *   u128    id of the spool
 *   model id, feature names, labels
 * for each reading:
 *   u32     length of the reading
 *   u32     CRC-32C of the reading
 *   reading: i64 time, text sensor, i32 version, u16 label, f32 confidence, f32 features
 * </pre>
 *
 * <p>A text is a u16 length and UTF-8 bytes, a list an i32 count and its members. Files are only ever appended to, and
 * never after a restart. So a write that was cut off leaves an incomplete reading at the end of a file, which is not
 * read, and the next file has all that came later.
 */
final class SpoolSegment {

    private static final String SUFFIX = ".spool";
    private static final byte[] MAGIC = {'E', 'L', 'M', 'R'};
    private static final int FORMAT = 1;
    private static final int INDEX_BITS = 32;

    /**
     * The beginning of a file.
     *
     * @param spool the id of the spool, the same in all of its files
     * @param model the id of the model
     * @param contract its features and labels
     */
    record Beginning(UUID spool, ModelId model, Contract contract) {}

    private SpoolSegment() {}

    /** Returns the numbers of the files in a folder, ascending. */
    static List<Integer> numbers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{9}" + SUFFIX))
                    .map(name -> Integer.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    static Path file(Path folder, int number) {
        // in some languages the digits would be others than those that numbers() looks for
        return folder.resolve(String.format(Locale.ROOT, "%09d%s", number, SUFFIX));
    }

    /** Returns the position of a reading, by the number of its file and its index there. */
    static long position(int number, int index) {
        return ((long) number << INDEX_BITS) | index;
    }

    /** Returns the number of the file that a position is in. */
    static int number(long position) {
        return (int) (position >>> INDEX_BITS);
    }

    static byte[] bytes(Beginning beginning) {
        return part(out -> {
            out.write(MAGIC);
            out.writeShort(FORMAT);
            out.writeLong(beginning.spool().getMostSignificantBits());
            out.writeLong(beginning.spool().getLeastSignificantBits());
            text(out, beginning.model().value());
            texts(out, beginning.contract().featureNames());
            texts(out, beginning.contract().labels());
        });
    }

    static byte[] bytes(SpooledReading reading) {
        return part(out -> {
            out.writeLong(reading.time());
            text(out, reading.sensor());
            out.writeInt(reading.version());
            out.writeShort(reading.label());
            out.writeFloat(reading.confidence());
            for (float feature : reading.features()) {
                out.writeFloat(feature);
            }
        });
    }

    /** Reads the beginning of a file from the bytes of its first part. */
    static Beginning beginning(byte[] part) throws IOException {
        DataInputStream in = input(part);
        byte[] magic = in.readNBytes(MAGIC.length);
        int format = in.readUnsignedShort();
        if (!Arrays.equals(magic, MAGIC) || format != FORMAT) {
            throw new IOException("has format " + format + ", this version of Elmstream reads " + FORMAT);
        }
        UUID spool = new UUID(in.readLong(), in.readLong());
        ModelId model = new ModelId(text(in));
        return new Beginning(spool, model, new Contract(texts(in), texts(in)));
    }

    /** Reads a reading from the bytes of its part. */
    static SpooledReading reading(long position, byte[] part, int features) throws IOException {
        DataInputStream in = input(part);
        long time = in.readLong();
        String sensor = text(in);
        int version = in.readInt();
        int label = in.readUnsignedShort();
        float confidence = in.readFloat();
        float[] row = new float[features];
        for (int j = 0; j < features; j++) {
            row[j] = in.readFloat();
        }
        return new SpooledReading(position, time, sensor, version, label, confidence, row);
    }

    static int checksum(byte[] part) {
        CRC32C checksum = new CRC32C();
        checksum.update(part);
        return (int) checksum.getValue();
    }

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** Returns a part with its length and checksum. */
    private static byte[] part(Content content) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.writeTo(new DataOutputStream(bytes));
            byte[] part = bytes.toByteArray();
            bytes.reset();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(part.length);
            out.writeInt(checksum(part));
            out.write(part);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private static DataInputStream input(byte[] part) {
        return new DataInputStream(new ByteArrayInputStream(part));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedShort()), UTF_8);
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            texts.add(text(in));
        }
        return texts;
    }
}
