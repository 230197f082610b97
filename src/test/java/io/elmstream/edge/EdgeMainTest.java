package io.elmstream.edge;

import static io.elmstream.support.Waiting.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.TestModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeMainTest {

    private record Run(int exit, List<String> output, List<String> errors) {}

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        model = Files.write(folder.resolve("greater.elm"), TestModels.greater("greater", 7));
    }

    @Test
    void shouldScoreLinesByTheNamesInTheHeader() {
        // When
        Run run = edge("right,note,left\n3,\"so, so\",1\n2,,5\n");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.DONE);
        assertThat(run.output()).hasSize(3);
        assertThat(run.output().get(0)).isEqualTo("line,label,confidence,version");
        assertThat(run.output().get(1)).matches("2,right,0\\.88\\d+,7");
        assertThat(run.output().get(2)).matches("3,left,0\\.95\\d+,7");
        assertThat(run.errors())
                .singleElement()
                .asString()
                .startsWith("elmstream-edge: greater version 7, ")
                .containsAnyOf("vectors", "plain Java");
    }

    @Test
    void shouldWriteTheProbabilityOfEveryClass() {
        // When
        Run run = edge("left,right\n3,1\n", "--probabilities");

        // Then
        assertThat(run.output().get(0)).isEqualTo("line,label,confidence,probability_left,probability_right,version");
        assertThat(run.output().get(1)).matches("2,left,(0\\.\\d+),\\1,0\\.\\d+,7");
    }

    @Test
    void shouldTakeTheNamesOfColumnsFromTheCommandLine() {
        // When
        Run run = edge("3,1\n", "--columns", "right,left");

        // Then
        assertThat(run.output().get(1)).startsWith("1,right,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,2    | column \"left\" is \"a\", must be a number",
                "1f,2   | column \"left\" is \"1f\", must be a number",
                "1e,2   | column \"left\" is \"1e\", must be a number",
                "1,     | column \"right\" is \"\", must be a number: the model accepts no missing values",
                "NaN,2  | column \"left\" is \"NaN\", must be a number: the model accepts no missing values",
                "1,1e39 | column \"right\" is \"1e39\", must be a number that a 32-bit float can hold, 3.4e38 at most",
                "1      | has 1 fields, must have 2",
                "1,2,3  | has 3 fields, must have 2",
                "\"1,2  | has a quotation mark at character 1 that is not closed"
            })
    void shouldTellABadLineAndScoreTheOthers(String line, String problem) {
        // When
        Run run = edge("left,right\n3,1\n" + line + "\n1,3\n");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.SOME_LEFT_OUT);
        assertThat(run.output()).extracting(each -> each.split(",")[0]).containsExactly("line", "2", "4");
        assertThat(run.errors().get(1)).startsWith("elmstream-edge: line 3: " + problem);
        assertThat(run.errors().get(2)).isEqualTo("elmstream-edge: lines that could not be scored: 1");
    }

    @Test
    void shouldTakeAMissingValueWhereTheModelDoes() throws IOException {
        // Given
        Files.write(model, TestModels.acceptingMissing("greater", 7));

        // When
        Run run = edge("left,right\n1,\nnan,1\n");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.DONE);
        assertThat(run.output().get(1)).startsWith("2,left,");
        assertThat(run.output().get(2)).startsWith("3,right,");
    }

    @Test
    void shouldTakeLinesAsOtherSystemsWriteThem() {
        // When
        Run run = edge("\ufeffleft,right\r\n 3 ,1\r\n\r\n1,3");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.DONE);
        assertThat(run.output().get(1)).startsWith("2,left,");
        assertThat(run.output().get(2)).startsWith("4,right,");
    }

    @Test
    void shouldLeaveOutALineWithoutEnd() {
        // When
        Run run = edge("left,right\n3," + "1".repeat(3 * LineInput.LONGEST) + "\n1,3\n");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.SOME_LEFT_OUT);
        assertThat(run.errors().get(1)).isEqualTo("elmstream-edge: line 2: is longer than 1048576 bytes");
        assertThat(run.output().get(1)).startsWith("3,right,");
    }

    @Test
    void shouldWriteWhatItHasBeforeItWaits() throws Exception {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PipedOutputStream sensor = new PipedOutputStream();
        InputStream in = new PipedInputStream(sensor);
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> run(List.of("--model", model.toString()), in, out, System.err));

        // When: a line and the half of another
        send(sensor, "left,right\n3,1\n1,");

        // Then
        await().until(() -> out.toString(UTF_8).lines().count() == 2);

        // When
        send(sensor, "3\n");

        // Then
        await().until(() -> out.toString(UTF_8).contains("\n3,right,"));
        assertThat(exit).isNotDone();
        sensor.close();
        assertThat(exit.join()).isZero();
    }

    @Test
    void shouldKeepOnTheDiskWhatItAnswers() throws Exception {
        // When
        Path spool = folder.resolve("spool");
        Run run = edge(
                "left,right,id,at\n3,1,a,1000\n1,2,,1000\n1,3,b,1970-01-01T00:00:02Z\n1,3,b,yesterday\n",
                "--spool",
                spool.toString(),
                "--sensor-column",
                "id",
                "--time-column",
                "at");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.SOME_LEFT_OUT);
        assertThat(run.errors())
                .contains(
                        "elmstream-edge: line 3: column \"id\" is \"\", must be the id of a sensor, 1 to 1024 bytes",
                        "elmstream-edge: line 5: column \"at\" is \"yesterday\", must be a time after 1970:"
                                + " milliseconds, or a text such as 2026-11-26T12:00:00Z");
        try (SpoolReader reader = SpoolReader.open(spool, 0, notice -> {})) {
            SpooledReading first = reader.next().orElseThrow();
            SpooledReading second = reader.next().orElseThrow();
            assertThat(reader.next()).isEmpty();
            assertThat(List.of(first.sensor(), second.sensor())).containsExactly("a", "b");
            assertThat(List.of(first.time(), second.time())).containsExactly(1_000L, 2_000L);
            assertThat(List.of(first.label(), second.label())).containsExactly(0, 1);
            assertThat(first.version()).isEqualTo(7);
            assertThat(run.output().get(1)).isEqualTo("2,left," + first.confidence() + ",7");
        }
    }

    @Test
    void shouldRefuseSensorsThatAreNotInUtf8() throws Exception {
        // Given: two sensors in Latin-1, which would both be read as "K?hler"
        Path spool = folder.resolve("spool");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        byte[] input = "left,right,id\n3,1,K\u00fchler\n3,1,K\u00f6hler\n3,1,c\n".getBytes(ISO_8859_1);

        // When
        int exit = run(
                List.of("--model", model.toString(), "--spool", spool.toString(), "--sensor-column", "id"),
                new ByteArrayInputStream(input),
                OutputStream.nullOutputStream(),
                new PrintStream(errors, true, UTF_8));

        // Then
        assertThat(exit).isEqualTo(EdgeMain.SOME_LEFT_OUT);
        assertThat(errors.toString(UTF_8).lines())
                .filteredOn(line -> line.contains("must be the id of a sensor in UTF-8"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("elmstream-edge: line 2: column \"id\" is ");
        try (SpoolReader reader = SpoolReader.open(spool, 0, notice -> {})) {
            assertThat(reader.next().orElseThrow().sensor()).isEqualTo("c");
            assertThat(reader.next()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K\ufffdhler"})
    void shouldRefuseASensorThatIsNone(String sensor) {
        // When
        Run run = edge("", "--spool", folder.resolve("spool").toString(), "--sensor", sensor);

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.MISUSED);
        assertThat(run.errors())
                .singleElement()
                .asString()
                .contains("--sensor is \"" + sensor + "\", must be the id of a sensor");
    }

    @Test
    void shouldRefuseASensorThatIsTooLong() {
        // When: 1,025 bytes, but fewer characters
        Run run = edge("", "--spool", folder.resolve("spool").toString(), "--sensor", "\u00e9".repeat(512) + "s");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.MISUSED);
        assertThat(run.errors().get(0)).contains("must be the id of a sensor, 1 to 1024 bytes");
    }

    @Test
    void shouldTakeTheTimeOfArrivalWithoutAColumn() throws Exception {
        // Given
        Path spool = folder.resolve("spool");
        long before = System.currentTimeMillis();

        // When
        edge("left,right\n3,1\n", "--spool", spool.toString(), "--sensor", "boiler");

        // Then
        try (SpoolReader reader = SpoolReader.open(spool, 0, notice -> {})) {
            SpooledReading reading = reader.next().orElseThrow();
            assertThat(reading.sensor()).isEqualTo("boiler");
            assertThat(reading.time()).isBetween(before, System.currentTimeMillis());
        }
    }

    @Test
    void shouldSwapToANewerVersionWhileItRuns() throws Exception {
        // Given
        Path watched = Files.createDirectory(folder.resolve("models"));
        Files.write(watched.resolve("8.elm"), TestModels.greater("greater", 8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PipedOutputStream sensor = new PipedOutputStream();
        InputStream in = new PipedInputStream(sensor);
        List<String> arguments = List.of("--model", model.toString(), "--watch", watched.toString());
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> run(arguments, in, out, new PrintStream(errors, true, UTF_8)));

        // When
        send(sensor, "left,right\n3,1\n");
        await().until(() -> out.toString(UTF_8).lines().count() == 2);
        Files.write(watched.resolve("9.elm"), TestModels.smaller("greater", 9));
        await().until(() -> errors.toString(UTF_8).contains("greater version 9 replaces version 8"));
        send(sensor, "3,1\n");
        sensor.close();

        // Then
        assertThat(exit.join()).isZero();
        List<String> lines = out.toString(UTF_8).lines().toList();
        assertThat(lines.get(1)).matches("2,left,.*,8");
        assertThat(lines.get(2)).matches("3,right,.*,9");
    }

    @Test
    void shouldEndWithoutInput() {
        // When / Then
        assertThat(edge("").exit()).isZero();
        assertThat(edge("left,right\n").output()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "left,up         | the header has no column \"right\"; its columns are [left, up]",
                "left,right,left | the header has two columns \"left\"; names must differ"
            })
    void shouldRefuseAHeaderWithoutTheFeatures(String header, String problem) {
        // When
        Run run = edge(header + "\n1,2\n");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.FAILED);
        assertThat(run.errors()).last().isEqualTo("elmstream-edge: " + problem);
    }

    @Test
    void shouldSayWhyASpoolIsNotUsable() throws IOException {
        // Given
        Path file = Files.createFile(folder.resolve("file"));

        // When
        Run run = edge("left,right\n3,1\n", "--spool", file.toString(), "--sensor", "boiler-7");

        // Then
        assertThat(run.exit()).isEqualTo(EdgeMain.FAILED);
        assertThat(run.errors()).contains("elmstream-edge: " + file + " is not a folder");
    }

    @Test
    void shouldSayWhyAModelIsNotUsable() throws IOException {
        // Given
        Files.write(model, TestModels.damaged("greater", 1));

        // When / Then
        assertThat(edge("").errors()).singleElement().asString().contains("DIGEST_MISMATCH");
        Files.delete(model);
        Run run = edge("");
        assertThat(run.exit()).isEqualTo(EdgeMain.FAILED);
        assertThat(run.errors()).containsExactly("elmstream-edge: --model: " + model + " does not exist");
    }

    @ParameterizedTest
    @CsvSource({
        "--colour, unknown argument --colour",
        "--model, --model needs a value",
        "--probabilities, --model is missing",
        "--model m --sensor a, --sensor is for --spool only",
        "--model m --spool s, --spool needs either --sensor or --sensor-column",
        "--model m --spool s --sensor a --sensor-column b, --spool needs either --sensor or --sensor-column",
        "--model m --spool s --sensor a --spool-limit 9k,"
                + " '--spool-limit is \"9k\", must be a number of bytes from 1M on, such as 500M or 2G'"
    })
    void shouldSayWhatIsWrongWithTheArguments(String arguments, String problem) {
        // When
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exit = run(
                List.of(arguments.split(" ")),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(errors, true, UTF_8));

        // Then
        assertThat(exit).isEqualTo(EdgeMain.MISUSED);
        assertThat(errors.toString(UTF_8))
                .isEqualToNormalizingNewlines("elmstream-edge: " + problem + "; --help shows all options\n");
    }

    @Test
    void shouldPrintItsOptions() {
        // When / Then
        assertThat(edge("", "--help").output()).anyMatch(line -> line.contains("--model FILE"));
    }

    private Run edge(String input, String... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exit = run(
                Stream.concat(Stream.of("--model", model.toString()), Stream.of(more))
                        .toList(),
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                out,
                new PrintStream(errors, true, UTF_8));
        return new Run(
                exit,
                out.toString(UTF_8).lines().toList(),
                errors.toString(UTF_8).lines().toList());
    }

    private static int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) {
        return EdgeMain.run(arguments, in, out, err);
    }

    private static void send(OutputStream sensor, String text) throws IOException {
        sensor.write(text.getBytes(UTF_8));
        sensor.flush();
    }
}
