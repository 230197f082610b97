package io.elmstream.cli.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
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
        if (!Files.isRegularFile(file)) {
            return ofPipe();
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - MOST_BYTES);
            byte[] end = Channels.newInputStream(channel.position(from)).readNBytes(MOST_BYTES);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            // the first line may have begun before
            int first = Math.max(from > 0 ? 1 : 0, all.size() - lines);
            return String.join("\n", all.subList(Math.min(first, all.size()), all.size())) + "\n";
        }
    }

    /** Reads what another process writes, such as that of the journal, to its end. */
    private String ofPipe() throws IOException {
        Deque<String> last = new ArrayDeque<>();
        long length = 0;
        // a byte that is not in UTF-8 must not end the reading
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last.addLast(line);
                length += line.length();
                while (last.size() > lines || length > MOST_BYTES) {
                    length -= last.removeFirst().length();
                }
            }
        }
        return String.join("\n", last) + "\n";
    }
}
