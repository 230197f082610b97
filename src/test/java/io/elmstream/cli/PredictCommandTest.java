package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.support.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {

    private static final String SHUTTLE = "src/main/resources/samples/shuttle.csv.gz";

    @TempDir
    static Path folder;

    @BeforeAll
    static void train() throws IOException {
        Files.write(folder.resolve("shuttle.elm"), SmallModel.artefact(3));
    }

    @Test
    void shouldScoreAFile() {
        // Given
        Path out = folder.resolve("out.csv");

        // When
        Called called = predict(SHUTTLE, out, "--keep", "state", "--threads", "2", "--json");

        // Then
        JsonNode result = called.json();
        assertThat(called.exit()).isZero();
        assertThat(result.get("rows").asInt()).isEqualTo(58_000);
        assertThat(result.get("predictions").asInt()).isEqualTo(58_000);
        assertThat(result.get("rejected").asInt()).isZero();
        assertThat(result.get("resumed").asInt()).isZero();
        assertThat(result.get("rowsPerSecond").asDouble()).isPositive();
        assertThat(result.get("rejectedFile").isNull()).isTrue();
        assertThat(out)
                .content()
                .startsWith("state,label,confidence,probability_")
                .contains(",3\n");
    }

    @Test
    void shouldSayByTheExitCodeThatRowsCouldNotBeScored() throws IOException {
        // Given
        Path in = folder.resolve("in.jsonl");
        Files.writeString(in, "nonsense\n");
        Path out = folder.resolve("out.parquet");

        // When
        Called called = predict(in.toString(), out);

        // Then
        assertThat(called.exit()).isEqualTo(4);
        assertThat(called.out()).contains("1 row could not be scored; " + out + ".rejected.jsonl says why");
        assertThat(Path.of(out + ".rejected.jsonl")).content().contains("\"reason\":\"UNREADABLE\"");
        assertThat(out).exists();
    }

    @Test
    void shouldRefuseWhatItCannotDoBeforeItBegins() {
        // When
        Called form = predict(SHUTTLE, folder.resolve("out.xlsx"), "--json");
        Called over = predict(SHUTTLE, Path.of(SHUTTLE), "--json");
        Called missing = predict(folder.resolve("nosuch.csv").toString(), folder.resolve("out.csv"), "--json");
        Called threads = predict(SHUTTLE, folder.resolve("out.csv"), "--threads", "0", "--json");
        Called many = predict(SHUTTLE, folder.resolve("out.csv"), "--threads", "100000", "--json");
        Called both = predict(SHUTTLE, folder.resolve("out.csv"), "--topic", "readings", "--json");
        Called bound = Called.with("predict", "--topic", "a", "--to-topic", "b", "--from", "noon", "--json");
        Called behind =
                Called.with("predict", "--topic", "a", "--to-topic", "b", "--from", "0:9", "--to", "0:8", "--json");
        Called nowhere = Called.with("predict", "--topic", "a", "--json");
        Called table = Called.with(
                "predict", "--topic", "a", "--out", folder.resolve("a.csv").toString(), "--json");
        Called target = Called.with("predict", "--topic", "a", "--to-topic", "a", "--json");

        // Then
        assertThat(form.exit()).isEqualTo(1);
        assertThat(form.error().get("message").asText())
                .startsWith("--out: the name of " + folder.resolve("out.xlsx") + " must end in .csv, .jsonl");
        assertThat(over.error().get("message").asText()).contains("is also --in");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.error().get("message").asText()).contains("nosuch.csv does not exist");
        assertThat(threads.exit()).isEqualTo(2);
        assertThat(many.error().get("message").asText()).startsWith("--threads must be ");
        assertThat(behind.error().get("message").asText()).isEqualTo("--to 0:8 is before --from 0:9");
        assertThat(both.error().get("message").asText()).isEqualTo("name either a file, --in, or a topic, --topic");
        assertThat(bound.error().get("message").asText()).startsWith("--from must be beginning, end, a time such as");
        assertThat(nowhere.error().get("message").asText()).isEqualTo("--topic needs either --to-topic or --out");
        assertThat(table.error().get("message").asText()).contains("must end in .avro");
        assertThat(target.exit()).isEqualTo(2);
    }

    private static Called predict(String in, Path out, String... more) {
        String[] words = {
            "predict", "--model", folder.resolve("shuttle.elm").toString(), "--in", in, "--out", out.toString()
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Called.with(all);
    }
}
