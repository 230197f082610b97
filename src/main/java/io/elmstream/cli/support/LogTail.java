package io.elmstream.cli.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The end of a log.
 *
 * @param file the file, which may be large, or a pipe such as that of the journal, which is read to its end
 * @param lines the largest number of lines
 */
record LogTail(Path file, int lines) {

    /** What is kept at most, whatever the number and the length of lines. */
    static final int MOST_BYTES = 16 << 20;

    private static final int BLOCK = 1 << 16;

    /** @throws IOException if it cannot be read */
    String read() throws IOException {
        return Files.isRegularFile(file) ? ofFile() : ofPipe();
    }

    private String ofFile() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - MOST_BYTES);
            byte[] end = Channels.newInputStream(channel.position(from)).readNBytes(MOST_BYTES);
            return last(new String(end, UTF_8), from > 0);
        }
    }

    private String ofPipe() throws IOException {
        StringBuilder end = new StringBuilder();
        boolean isCut = false;
        // a byte that is not in UTF-8 must not end the reading
        try (Reader reader = new InputStreamReader(Files.newInputStream(file), UTF_8)) {
            char[] block = new char[BLOCK];
            for (int read = reader.read(block); read >= 0; read = reader.read(block)) {
                end.append(block, 0, read);
                if (end.length() > 2 * MOST_BYTES) {
                    end.delete(0, end.length() - MOST_BYTES);
                    isCut = true;
                }
            }
        }
        return last(end.toString(), isCut);
    }

    /** @param isCut whether the first line may have begun before */
    private String last(String text, boolean isCut) {
        List<String> all = text.lines().toList();
        int first = Math.max(isCut ? 1 : 0, all.size() - lines);
        return String.join("\n", all.subList(Math.min(first, all.size()), all.size())) + "\n";
    }
}
