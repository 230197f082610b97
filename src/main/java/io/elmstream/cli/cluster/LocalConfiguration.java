package io.elmstream.cli.cluster;

import io.elmstream.config.KeyFiles;
import io.elmstream.data.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The configuration file that {@code local} writes for other commands. It is deleted at the end, but only if it has not
 * changed: a file that the user has edited is kept.
 */
final class LocalConfiguration implements AutoCloseable {

    private final Path file;
    private final byte[] content;

    private LocalConfiguration(Path file, byte[] content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Writes the file.
     *
     * @param file a file that must not exist, see {@link OutputFile#ofNew}
     * @param settings values by key
     */
    static LocalConfiguration write(OutputFile file, Map<String, String> settings) {
        String text = "# written by elmstream local, which deletes it at the end unless it was changed\n"
                + new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(setting -> setting.getKey() + ": " + quoted(setting.getValue()) + "\n")
                                .collect(Collectors.joining());
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        // it has the token of the live page
        file.write(content, KeyFiles.onlyThisUser(file.path()));
        return new LocalConfiguration(file.path(), content);
    }

    /** Quotes any text as a YAML scalar on one line. */
    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** Deletes the file if it has not changed. */
    @Override
    public void close() throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Arrays.equals(Files.readAllBytes(file), content)) {
            Files.delete(file);
        }
    }
}
