package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands in a process of their own, since the locale is the process's. */
class LocaleTest {

    @ParameterizedTest
    @CsvSource({"ar, EG", "tr, TR", "de, DE"})
    void shouldWriteFiguresAlikeInEveryLocale(String language, String country, @TempDir Path folder) throws Exception {
        // When
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=" + language,
                        "-Duser.country=" + country,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train",
                        "--data",
                        "src/main/resources/samples/shuttle.csv.gz",
                        "--label",
                        "state",
                        "--rows",
                        "1..1500",
                        "--model",
                        "shuttle",
                        "--version",
                        "1",
                        "--hidden",
                        "5",
                        "--out",
                        folder.resolve("locale.elm").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).contains("1,500").doesNotContain("1.500");
    }
}
