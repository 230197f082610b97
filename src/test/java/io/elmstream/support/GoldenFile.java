package io.elmstream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in the source folder whose text is made from code. A test holds it, and writes it anew when it is run with
 * {@code -Dgolden.update=true}.
 *
 * @param path the file, from the source folder on
 * @param test the test class that holds it
 * @param warning what to think of before refreshing it; may be empty
 */
public record GoldenFile(Path path, Class<?> test, String warning) {

    private static final String UPDATE = "golden.update";

    public GoldenFile(String path, Class<?> test, String warning) {
        this(Path.of(path), test, warning);
    }

    /** Fails when the file's text is another one, or writes it. */
    public void shouldBe(String expected) {
        if (Boolean.getBoolean(UPDATE)) {
            write(expected);
        }
        assertThat(read()).describedAs(advice()).isEqualTo(expected);
    }

    /** The same for the lines between {@code <!-- name -->} and {@code <!-- /name -->} of a page. */
    public void sectionShouldBe(String name, String expected) {
        String open = "<!-- " + name + " -->\n";
        String close = "<!-- /" + name + " -->\n";
        String page = read();
        int from = page.indexOf(open);
        int to = page.indexOf(close);
        assertThat(from >= 0 && to > from)
                .describedAs("%s has the lines %s and %s", path, open, close)
                .isTrue();
        shouldBe(page.substring(0, from + open.length()) + expected + page.substring(to));
    }

    private String advice() {
        return "%s is not what the code says. %sTo refresh it:%n  mvn -q test -Dtest=%s -D%s=true%n"
                .formatted(path, warning.isEmpty() ? "" : warning + " ", test.getSimpleName(), UPDATE);
    }

    private String read() {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
