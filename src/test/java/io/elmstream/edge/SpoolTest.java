package io.elmstream.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.support.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spool keeps when it is cut off anywhere, damaged anywhere, or full. */
class SpoolTest {

    private static final UUID ID = new UUID(1, 2);
    private static final int READINGS = 20;

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();
    private Path spool;
    private EdgeClassifier model;

    @BeforeEach
    void loadModel() throws Exception {
        spool = folder.resolve("spool");
        model = EdgeClassifier.of(TestModels.greater("greater", 3));
    }

    @Test
    void shouldReadWhatWasKeptOverSeveralStarts() throws IOException {
        // Given
        keep(0, 10);
        keep(10, READINGS);

        // When
        List<SpooledReading> readings = read(spool, 0);

        // Then
        assertThat(readings).hasSize(READINGS);
        for (int i = 0; i < READINGS; i++) {
            SpooledReading reading = readings.get(i);
            assertThat(reading.time()).isEqualTo(1_000 + i);
            assertThat(reading.sensor()).isEqualTo("sensor-é" + i);
            assertThat(reading.version()).isEqualTo(3);
            assertThat(reading.label()).isEqualTo(i % 2);
            assertThat(reading.confidence()).isEqualTo(0.5f + i / 100f);
            assertThat(reading.features()).containsExactly(i, Float.NaN);
        }
        assertThat(readings).extracting(SpooledReading::position).isSorted().doesNotHaveDuplicates();
        assertThat(notices).isEmpty();
        try (SpoolReader reader = SpoolReader.open(spool, 0, notices::add)) {
            assertThat(reader.id()).isEqualTo(ID);
            assertThat(reader.model().value()).isEqualTo("greater");
            assertThat(reader.contract().featureNames()).containsExactly("left", "right");
        }
    }

    @Test
    void shouldNameFilesAlikeInAllLanguages() throws IOException {
        // Given
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            keep(0, 10);
            keep(10, READINGS);
        } finally {
            Locale.setDefault(before);
        }

        // When
        List<SpooledReading> readings = read(spool, 0);

        // Then
        assertThat(readings).hasSize(READINGS);
        assertThat(spool.resolve("000000001.spool")).exists();
    }

    @Test
    void shouldGoOnBehindZerosThatALossOfPowerLeft() throws IOException {
        // Given
        keep(0, 10);
        Files.write(SpoolSegment.file(spool, 1), new byte[64], StandardOpenOption.APPEND);
        keep(10, READINGS);

        // When
        List<SpooledReading> readings = read(spool, 0);

        // Then
        assertThat(readings).hasSize(READINGS);
        assertThat(notices).hasSize(1);
        assertThat(notices.get(0)).contains("64 bytes");
    }

    /** A file of an earlier version is read for ever. Never make it anew. */
    @Test
    void shouldReadAStoredFile() throws IOException {
        // When
        List<SpooledReading> readings = read(Path.of("src/test/resources/spools/1"), 0);

        // Then
        assertThat(times(readings)).containsExactly(1_000L, 1_001L, 1_002L);
        assertThat(readings)
                .extracting(each -> Arrays.toString(each.features()))
                .containsExactly("[0.0, NaN]", "[1.0, NaN]", "[2.0, NaN]");
        assertThat(readings)
                .extracting(SpooledReading::sensor)
                .startsWith("sensor-é0")
                .hasSize(3);
        assertThat(readings).extracting(SpooledReading::label).containsExactly(0, 1, 0);
        assertThat(readings).extracting(SpooledReading::version).containsOnly(3);
        assertThat(readings).extracting(SpooledReading::confidence).containsExactly(0.5f, 0.51f, 0.52f);
    }

    @Test
    void shouldGoOnFromAPosition() throws IOException {
        // Given
        keep(0, 10);
        keep(10, READINGS);
        List<SpooledReading> all = read(spool, 0);

        // When / Then
        for (int i = 0; i < READINGS; i++) {
            assertThat(times(read(spool, all.get(i).position()))).isEqualTo(times(all.subList(i, READINGS)));
        }
        assertThat(read(spool, all.get(READINGS - 1).position() + 1)).isEmpty();
    }

    @Test
    void shouldKeepAllWholeReadingsWhereverAWriteIsCutOff() throws Exception {
        // Given
        keep(0, READINGS);
        byte[] whole = Files.readAllBytes(SpoolSegment.file(spool, 1));
        int beginning = beginningLength();
        List<Long> all = times(read(spool, 0));

        for (int length = beginning; length < whole.length; length++) {
            // When: the process is killed while it writes, and started again
            Files.write(SpoolSegment.file(spool, 1), Arrays.copyOf(whole, length));
            List<Long> before = times(read(spool, 0));
            keep(100, 101);
            List<Long> after = times(read(spool, 0));
            Files.delete(SpoolSegment.file(spool, 2));

            // Then
            assertThat(before).isEqualTo(all.subList(0, before.size()));
            assertThat(after)
                    .isEqualTo(Stream.concat(before.stream(), Stream.of(1_100L)).toList());
        }
        assertThat(notices).anyMatch(notice -> notice.contains("a write was cut off"));
    }

    @Test
    void shouldNotReadWhatWasNotWrittenWhateverByteIsDamaged() throws Exception {
        // Given
        keep(0, READINGS);
        byte[] whole = Files.readAllBytes(SpoolSegment.file(spool, 1));
        List<Long> all = times(read(spool, 0));

        for (int at = 0; at < whole.length; at++) {
            // When
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            Files.write(SpoolSegment.file(spool, 1), damaged);

            // Then
            try {
                List<Long> left = times(read(spool, 0));
                assertThat(left).isEqualTo(all.subList(0, left.size()));
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("cannot be read as a file of a spool");
            }
        }
    }

    @Test
    void shouldGoOnWhenTheBeginningOfTheNewestFileIsDamaged() throws IOException {
        // Given
        keep(0, 3);
        keep(3, 5);
        Files.write(SpoolSegment.file(spool, 2), new byte[0]);

        // When
        keep(5, 7);
        List<Long> left = times(read(spool, 0));

        // Then
        assertThat(left).containsExactly(1_000L, 1_001L, 1_002L, 1_005L, 1_006L);
        assertThat(notices)
                .anyMatch(notice -> notice.contains("000000002.spool cannot be read as a file of a spool: its"
                        + " beginning is damaged; its readings are left out"));
    }

    @Test
    void shouldGoOnWhenNoFileHasABeginning() throws IOException {
        // Given
        keep(0, 3);
        Files.write(SpoolSegment.file(spool, 1), new byte[10]);

        // When
        keep(3, 5);

        // Then
        assertThat(times(read(spool, 0))).containsExactly(1_003L, 1_004L);
    }

    @Test
    void shouldDeleteTheOldestWhenItIsFull() throws IOException {
        // Given
        String sensor = "s".repeat(1_000);

        // When
        try (SpoolWriter writer = writer()) {
            for (int i = 0; i < 3_000; i++) {
                writer.add(1_000 + i, sensor, 3, 0, 1, new float[] {1, 2});
                if (i % 10 == 0) {
                    writer.force();
                }
            }
        }

        // Then
        long size = 0;
        for (int number : SpoolSegment.numbers(spool)) {
            size += Files.size(SpoolSegment.file(spool, number));
        }
        assertThat(size).isBetween(SpoolWriter.LEAST / 2, SpoolWriter.LEAST);
        List<Long> kept = times(read(spool, 0));
        assertThat(kept).last().isEqualTo(3_999L);
        assertThat(kept.get(kept.size() - 1) - kept.get(0)).isEqualTo(kept.size() - 1);
        assertThat(notices)
                .anyMatch(notice -> notice.startsWith("the spool is full: the readings in "))
                .anyMatch(notice -> notice.matches("the device deleted \\d+ files of .*"));
    }

    @Test
    void shouldLoseNothingThatWasForced() throws IOException {
        // When: it is not closed
        try (SpoolWriter writer = writer()) {
            writer.add(1_000, "a", 3, 0, 1, new float[] {1, 2});
            writer.force();
            writer.add(2_000, "a", 3, 0, 1, new float[] {1, 2});

            // Then
            assertThat(times(read(spool, 0))).containsExactly(1_000L);
        }
    }

    @Test
    void shouldBeWrittenByOneProcess() throws IOException {
        // Given
        try (SpoolWriter writer = writer()) {
            writer.force();

            // When / Then
            assertThatThrownBy(this::writer)
                    .isInstanceOf(IOException.class)
                    .hasMessage("another process writes to " + spool);
        }
    }

    @Test
    void shouldBelongToOneModel() throws Exception {
        // Given
        keep(0, 1);

        // When / Then
        EdgeClassifier other = EdgeClassifier.of(TestModels.greater("other", 1));
        assertThatThrownBy(() -> new SpoolWriter(spool, SpoolWriter.LEAST, other, () -> ID, notices::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is the spool of model greater");
    }

    @Test
    void shouldDeleteWhatWasSentButNotTheNewestFile() throws IOException {
        // Given
        keep(0, 10);
        keep(10, 15);
        keep(15, READINGS);
        List<SpooledReading> all = read(spool, 0);

        // When
        try (SpoolReader reader = SpoolReader.open(spool, 0, notices::add)) {
            reader.deleteBefore(all.get(12).position());
        }

        // Then
        assertThat(SpoolSegment.numbers(spool)).containsExactly(2, 3);
        try (SpoolReader reader = SpoolReader.open(spool, 0, notices::add)) {
            reader.deleteBefore(all.get(READINGS - 1).position() + 1);
        }
        assertThat(SpoolSegment.numbers(spool)).containsExactly(3);
    }

    @Test
    void shouldRefuseAPositionBehindItsEnd() throws IOException {
        // Given
        keep(0, 1);

        // When / Then
        assertThatThrownBy(() -> SpoolReader.open(spool, SpoolSegment.position(5, 0), notices::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is 000000001.spool, but readings up to file 5 were sent");
    }

    private SpoolWriter writer() throws IOException {
        return new SpoolWriter(spool, SpoolWriter.LEAST, model, () -> ID, notices::add);
    }

    private void keep(int from, int to) throws IOException {
        try (SpoolWriter writer = writer()) {
            for (int i = from; i < to; i++) {
                writer.add(1_000 + i, "sensor-é" + i, 3, i % 2, 0.5f + i / 100f, new float[] {i, Float.NaN});
            }
        }
    }

    private int beginningLength() throws IOException {
        Path other = folder.resolve("other");
        try (SpoolWriter writer = new SpoolWriter(other, SpoolWriter.LEAST, model, () -> ID, notices::add)) {
            writer.add(1, "", 3, 0, 1, new float[] {1, 2});
        }
        int reading = 8 + 8 + 2 + 4 + 2 + 4 + 8;
        return (int) Files.size(SpoolSegment.file(other, 1)) - reading;
    }

    private List<SpooledReading> read(Path from, long position) throws IOException {
        List<SpooledReading> readings = new ArrayList<>();
        try (SpoolReader reader = SpoolReader.open(from, position, notices::add)) {
            for (Optional<SpooledReading> each = reader.next(); each.isPresent(); each = reader.next()) {
                readings.add(each.get());
            }
        }
        return readings;
    }

    private static List<Long> times(List<SpooledReading> readings) {
        return readings.stream().map(SpooledReading::time).toList();
    }
}
