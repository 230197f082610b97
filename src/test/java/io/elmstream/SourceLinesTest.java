package io.elmstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The formatter wraps all lines but long strings and text blocks, so these are looked at here. */
class SourceLinesTest {

    private static final int LONGEST = 120;

    @Test
    void shouldHaveNoLineOver120Characters() throws IOException {
        // Given
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                // When
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).length() > LONGEST) {
                        tooLong.add(file + ":" + (i + 1));
                    }
                }
            }
        }

        // Then
        assertThat(tooLong).isEmpty();
    }
}
