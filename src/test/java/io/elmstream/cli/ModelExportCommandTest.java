package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.ArtefactFormat;
import io.elmstream.support.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportCommandTest {

    @TempDir
    Path folder;

    private Path model;
    private Path out;

    @BeforeEach
    void writeModel() throws IOException {
        model = Files.write(folder.resolve("greater.elm"), TestModels.greater("greater", 7));
        out = folder.resolve("out");
    }

    @Test
    void shouldWriteAHeader() throws IOException {
        // When
        Called export = export("--as", "c");

        // Then
        assertThat(export.exit()).describedAs(export.err()).isZero();
        assertThat(export.out()).contains("greater version 7 written to " + out);
        assertThat(out).content().contains("static inline int greater_classify(", digest());
    }

    @Test
    void shouldWriteAGraphAndTellOneJsonLine() throws IOException {
        // When
        Called export = export("--as", "onnx", "--json");

        // Then
        assertThat(export.exit()).describedAs(export.err()).isZero();
        assertThat(export.json().get("model").asText()).isEqualTo("greater");
        assertThat(export.json().get("version").asInt()).isEqualTo(7);
        assertThat(export.json().get("digest").asText()).isEqualTo(digest());
        assertThat(export.json().get("bytes").asLong()).isEqualTo(Files.size(out));
    }

    @Test
    void shouldTakeTablesForCOnly() {
        // When
        Called export = export("--as", "onnx", "--tables");

        // Then
        assertThat(export.exit()).isEqualTo(2);
        assertThat(export.err()).contains("--tables is for --as c only");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldNotWriteOverTheModel() {
        // When
        Called export = Called.with("model", "export", "--as", "c", "--out", model.toString(), model.toString());

        // Then
        assertThat(export.exit()).isEqualTo(2);
        assertThat(model).hasBinaryContent(TestModels.greater("greater", 7));
    }

    private Called export(String... options) {
        String[] words = new String[options.length + 5];
        System.arraycopy(options, 0, words, 5, options.length);
        words[0] = "model";
        words[1] = "export";
        words[2] = "--out";
        words[3] = out.toString();
        words[4] = model.toString();
        return Called.with(words);
    }

    private String digest() throws IOException {
        return ArtefactFormat.digest(Files.readAllBytes(model));
    }
}
