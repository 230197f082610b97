package io.elmstream.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a file is that was taken for a table, by its first bytes. Where those are letters the bytes behind them count
 * too, since a column may be called PAR1.
 */
enum FileKind {
    GZIP("is compressed by gzip: its name must end in .gz", 0x1f, 0x8b),
    ZIP("is a ZIP archive, as Excel workbooks (.xlsx) are: save the sheet as CSV, or unpack it", 'P', 'K', 3, 4),
    WORKBOOK("is an old Excel workbook (.xls) or the like: save the sheet as CSV", 0xd0, 0xcf, 0x11, 0xe0),
    PARQUET("is a Parquet file: write it out as CSV", 'P', 'A', 'R', '1', 0x15),
    AVRO("is an Avro file: write it out as CSV", 'O', 'b', 'j', 1),
    ARROW("is an Arrow file: write it out as CSV", 'A', 'R', 'R', 'O', 'W', '1', 0, 0),
    HDF5("is an HDF5 file: write it out as CSV", 0x89, 'H', 'D', 'F'),
    NUMPY("is a NumPy file: write it out as CSV", 0x93, 'N', 'U', 'M', 'P', 'Y'),
    BZIP2("is compressed by bzip2: unpack it", 'B', 'Z', 'h', '9', '1', 'A', 'Y', '&'),
    XZ("is compressed by xz: unpack it", 0xfd, '7', 'z', 'X', 'Z'),
    ZSTD("is compressed by zstd: unpack it", 0x28, 0xb5, 0x2f, 0xfd),
    SEVEN_ZIP("is a 7z archive: unpack it", '7', 'z', 0xbc, 0xaf),
    PDF("is a PDF document", '%', 'P', 'D', 'F', '-'),
    MODEL("is a model file, not a table", 'E', 'L', 'M', 'S', 0);

    /** So many bytes tell what a file is. */
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

    /** Why a file that begins so cannot be a table of text, as the rest of a sentence; empty where it may be one. */
    static Optional<String> noText(byte[] head) {
        for (FileKind kind : values()) {
            if (startsWith(head, kind.magic)) {
                return Optional.of(kind.says);
            }
        }
        // text of two or four bytes a character has zeros, and begins with a mark
        boolean marked = startsWith(head, new byte[] {(byte) 0xff, (byte) 0xfe})
                || startsWith(head, new byte[] {(byte) 0xfe, (byte) 0xff})
                || startsWith(head, new byte[] {0, 0, (byte) 0xfe, (byte) 0xff});
        return marked || !new String(head, StandardCharsets.ISO_8859_1).contains("\0")
                ? Optional.empty()
                : Optional.of("is a binary file, with zero bytes in it, and no CSV");
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
