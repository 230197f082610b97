package io.elmstream.tables;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of files that are mistaken for tables, detected by their first bytes. If those are letters, the bytes
 * behind them matter too, because a column may be called PAR1.
 */
enum FileKind {
    GZIP("is compressed by gzip: its name must end in .gz", 0x1f, 0x8b),
    ZIP("is a ZIP archive, as Excel workbooks (.xlsx) are: save the sheet as CSV, or unpack it", 'P', 'K', 3, 4),
    WORKBOOK("is an old Excel workbook (.xls) or the like: save the sheet as CSV", 0xd0, 0xcf, 0x11, 0xe0),
    PARQUET("is a Parquet file: its name must end in .parquet", 'P', 'A', 'R', '1', 0x15),
    AVRO("is an Avro file: its name must end in .avro", 'O', 'b', 'j', 1),
    ARROW("is an Arrow file: export it as CSV", 'A', 'R', 'R', 'O', 'W', '1', 0, 0),
    HDF5("is an HDF5 file: export it as CSV", 0x89, 'H', 'D', 'F'),
    NUMPY("is a NumPy file: export it as CSV", 0x93, 'N', 'U', 'M', 'P', 'Y'),
    BZIP2("is compressed by bzip2: unpack it", 'B', 'Z', 'h', '9', '1', 'A', 'Y', '&'),
    XZ("is compressed by xz: unpack it", 0xfd, '7', 'z', 'X', 'Z'),
    ZSTD("is compressed by zstd: its name must end in .zst", 0x28, 0xb5, 0x2f, 0xfd),
    SEVEN_ZIP("is a 7z archive: unpack it", '7', 'z', 0xbc, 0xaf),
    PDF("is a PDF document", '%', 'P', 'D', 'F', '-'),
    MODEL("is a model file, not a table", 'E', 'L', 'M', 'S', 0);

    /** The number of bytes that are examined. */
    static final int HEAD = 4_096;

    private final String says;
    private final byte[] magic;

    FileKind(String says, int... magic) {
        this.says = says;
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    /**
     * Returns why a file that starts with these bytes cannot be a text table, as the rest of a sentence; empty if it
     * may be one.
     */
    static Optional<String> noText(byte[] head) {
        for (FileKind kind : values()) {
            if (startsWith(head, kind.magic)) {
                return Optional.of(kind.says);
            }
        }
        // text with two or four bytes per character contains zeros, and starts with a byte-order mark
        boolean marked = startsWith(head, new byte[] {(byte) 0xff, (byte) 0xfe})
                || startsWith(head, new byte[] {(byte) 0xfe, (byte) 0xff})
                || startsWith(head, new byte[] {0, 0, (byte) 0xfe, (byte) 0xff});
        return marked || !new String(head, StandardCharsets.ISO_8859_1).contains("\0")
                ? Optional.empty()
                : Optional.of("is a binary file that contains zero bytes, not CSV");
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
