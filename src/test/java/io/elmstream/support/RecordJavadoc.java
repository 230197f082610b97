package io.elmstream.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the javadoc of a record says of its components, from the source. */
public final class RecordJavadoc {

    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("src/bench/java"));
    private static final Pattern PARAM = Pattern.compile("@param (\\w+)\\s+([^@]+)");
    private static final Pattern INLINE = Pattern.compile("\\{@(link|code) ([^}]+)}");

    private RecordJavadoc() {}

    /** The meanings of the components by their names; those that have none are missing. */
    public static Map<String, String> of(Class<? extends Record> type) {
        String source = source(type);
        int declared = source.indexOf("record " + type.getSimpleName() + "(");
        int from = source.lastIndexOf("/**", declared);
        int to = source.indexOf("*/", Math.max(0, from));
        Map<String, String> meanings = new LinkedHashMap<>();
        if (from < 0 || to > declared) {
            return meanings;
        }
        String text = source.substring(from, to).replaceAll("(?m)^\\s*\\*", "");
        Matcher found = PARAM.matcher(INLINE.matcher(text)
                .replaceAll(inline -> inline.group(1).equals("code") ? "`" + inline.group(2) + "`" : inline.group(2)));
        while (found.find()) {
            meanings.put(found.group(1), found.group(2).strip().replaceAll("\\s+", " "));
        }
        return meanings;
    }

    private static String source(Class<?> type) {
        String file = type.getNestHost().getName().replace('.', '/') + ".java";
        try {
            return Files.readString(SOURCES.stream()
                    .map(sources -> sources.resolve(file))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
