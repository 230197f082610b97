package io.elmstream.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schemas in the folder {@code schemas}: the current ones, and in {@code released/N} what was released. */
final class ReleasedSchemas {

    static final Path CURRENT = Path.of("schemas");
    static final Path RELEASED = CURRENT.resolve("released");

    /** What others name, and so has to be read before them. */
    private static final List<String> NAMED_BY_OTHERS =
            List.of("TimelineStep.avsc", "Learning.avsc", "ModelStatus.avsc", "InstanceReport.avsc");

    private ReleasedSchemas() {}

    /** The numbers of the released sets, oldest first. */
    static List<Integer> sets() {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> Integer.valueOf(folder.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schemas of a folder by their files' names. */
    static Map<String, Schema> in(Path folder) {
        Schema.Parser parser = new Schema.Parser();
        Map<String, Schema> schemas = new TreeMap<>();
        Stream.concat(NAMED_BY_OTHERS.stream().filter(files(folder)::contains), files(folder).stream())
                .distinct()
                .forEach(file -> {
                    try {
                        schemas.put(file, parser.parse(folder.resolve(file).toFile()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return schemas;
    }

    /** The schema as it was in a released set, or as it is now if the set is still to be released. */
    static Schema of(int set, Schema current) {
        Path folder = RELEASED.resolve(Integer.toString(set));
        return in(Files.isDirectory(folder) ? folder : CURRENT).get(current.getName() + ".avsc");
    }

    static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".avsc"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
