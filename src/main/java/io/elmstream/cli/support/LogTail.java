package io.elmstream.cli.support;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The end of a log file.
 *
 * @param file the file, which may be large
 * @param lines the largest number of lines
 */
record LogTail(Path file, int lines) {

    /** What is read at most, whatever the number and the length of lines. */
    static final int MOST_BYTES = 16 << 20;

    /** @throws IOException if the file cannot be read */
    String read() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - MOST_BYTES);
            byte[] end = Channels.newInputStream(channel.position(from)).readNBytes(MOST_BYTES);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            // the first line may have begun before
            int first = Math.max(from > 0 ? 1 : 0, all.size() - lines);
            return String.join("\n", all.subList(Math.min(first, all.size()), all.size())) + "\n";
        }
    }
}
