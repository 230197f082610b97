package io.elmstream.cli.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The end of a log file.
 *
 * @param file the file, which may be large
 * @param lines the largest number of lines
 */
record LogTail(Path file, int lines) {

    private static final int LONGEST = 20_000;

    /** @throws IOException if the file cannot be read */
    String read() throws IOException {
        Deque<String> last = new ArrayDeque<>();
        // a byte that is not in UTF-8 must not end the reading
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
                if (last.size() > lines) {
                    last.removeFirst();
                }
            }
        }
        return String.join("\n", last) + "\n";
    }
}
