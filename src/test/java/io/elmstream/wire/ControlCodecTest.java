package io.elmstream.wire;

import static io.elmstream.support.HostileBytes.concat;
import static io.elmstream.support.HostileBytes.zigZag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.support.Allocation;
import io.elmstream.support.HostileBytes;
import io.elmstream.wire.avro.ModelRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {

    private static final List<ControlCodec<? extends SpecificRecord>> ALL = List.of(
            ControlCodec.commands(),
            ControlCodec.models(),
            ControlCodec.statuses(),
            ControlCodec.reports(),
            ControlCodec.comparisons(),
            ControlCodec.governedModels(),
            ControlCodec.governedVersions(),
            ControlCodec.governedComparisons(),
            ControlCodec.governedUploads(),
            ControlCodec.governedNumbers(),
            ControlCodec.alertCommands());
    private static final Map<StoredRecord, ControlCodec<? extends SpecificRecord>> CODECS = codecs();

    private static Map<StoredRecord, ControlCodec<? extends SpecificRecord>> codecs() {
        Map<StoredRecord, ControlCodec<? extends SpecificRecord>> codecs = new EnumMap<>(StoredRecord.class);
        for (StoredRecord record : StoredRecord.values()) {
            ALL.stream()
                    .filter(codec -> codec.schema().equals(record.value().getSchema()))
                    .forEach(codec -> codecs.put(record, codec));
        }
        return codecs;
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SENSOR_READING", "PREDICTION", "PREDICTION_3", "ALERT"})
    void shouldReadWhatItWrote(StoredRecord record) throws UnreadableRecordException {
        // Given
        ControlCodec<? extends SpecificRecord> codec = CODECS.get(record);

        // When
        SpecificRecord read = codec.decode(record.current());

        // Then
        assertThat(new RecordEncoder<>(StoredRecord.CONTENT_ID).encode(read)).isEqualTo(record.current());
        assertThat(read).hasSameClassAs(record.value());
        assertThat(codec.schema()).isEqualTo(record.value().getSchema());
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"SENSOR_READING", "PREDICTION", "PREDICTION_3", "ALERT"})
    void shouldReadWhatItsReleaseWrote(StoredRecord record) throws IOException, UnreadableRecordException {
        // Given
        byte[] bytes = Files.readAllBytes(StoredRecordTest.FOLDER.resolve(record.file()));

        // When
        SpecificRecord read = CODECS.get(record).decode(bytes);

        // Then
        assertThat(read).hasToString(record.value().toString());
    }

    @Property
    void shouldReadTimelinesAsTheyWereWritten(@ForAll("timelines") Timeline timeline) throws UnreadableRecordException {
        // Given
        ControlCodec<ModelRecord> codec = ControlCodec.models();

        // When
        byte[] bytes = codec.encode(7, ModelRecords.timeline(timeline));

        // Then
        assertThat(ModelRecords.timeline(codec.decode(bytes))).isEqualTo(timeline);
    }

    @Provide
    Arbitrary<Timeline> timelines() {
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.longs().between(Long.MIN_VALUE + 1, Long.MAX_VALUE),
                        Arbitraries.integers().between(1, Integer.MAX_VALUE),
                        Arbitraries.strings().withCharRange(' ', '\ud7ff'),
                        Arbitraries.longs().between(1_000, Long.MAX_VALUE).injectNull(0.5))
                .as((from, champion, reason, voidedBy) -> Step.champion(1, from, champion, reason, 0)
                        .withVoidedBy(voidedBy == null ? OptionalLong.empty() : OptionalLong.of(voidedBy)));
        return steps.list().ofMaxSize(20).map(ControlCodecTest::timeline);
    }

    private static Timeline timeline(List<Step> steps) {
        List<Step> numbered = new ArrayList<>();
        for (Step step : steps) {
            long from = numbered.isEmpty() ? Step.BEGINNING : step.effectiveFrom();
            long revision = numbered.size() * 3 + 1;
            // every third step takes back the one before it
            numbered.add(
                    numbered.size() % 3 == 2
                            ? new Step.Rollback(
                                    revision,
                                    from,
                                    step.champion(),
                                    step.reason(),
                                    step.madeAt(),
                                    revision - 3,
                                    step.voidedBy())
                            : new Step.Deployment(
                                    revision,
                                    from,
                                    step.champion(),
                                    step.challenger(),
                                    step.reason(),
                                    step.madeAt(),
                                    step.voidedBy()));
        }
        return new Timeline(new ModelId("shuttle"), numbered);
    }

    @Property(tries = 3_000)
    void shouldOnlySayThatHostileBytesAreUnreadable(@ForAll("hostile") Hostile hostile) throws Exception {
        // Given
        ControlCodec<? extends SpecificRecord> codec = CODECS.get(hostile.of());
        List<Exception> thrown = new ArrayList<>();

        // When
        long allocated = Allocation.of(() -> {
            try {
                codec.decode(hostile.bytes());
            } catch (UnreadableRecordException e) {
                thrown.add(e);
            }
        });

        // Then
        assertThat(allocated).isLessThan(10_000_000);
        assertThat(thrown)
                .allSatisfy(exception -> assertThat(exception).message().isNotBlank());
    }

    record Hostile(StoredRecord of, byte[] bytes) {}

    @Provide
    Arbitrary<Hostile> hostile() {
        return Arbitraries.of(CODECS.keySet())
                .flatMap(record -> Arbitraries.oneOf(
                                HostileBytes.of(record.current(), 0),
                                HostileBytes.of(record.current(), Frame.HEADER + 1))
                        .map(bytes -> new Hostile(record, bytes)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4, -1, 1_000_000, (1L << 32) + 1})
    void shouldNameAFormatThatItDoesNotKnow(long format) {
        // Given
        byte[] bytes = concat(concat(new byte[Frame.HEADER], zigZag(format)), new byte[] {2, 'x'});

        // When / Then
        assertThatThrownBy(() -> ControlCodec.models().decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("format " + format + " is not one of [1, 2, 3]: the record was written by a newer release,"
                        + " or is not a ModelRecord");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void shouldRefuseWhatHasNoFrame(int length) {
        // Given
        byte[] bytes = new byte[length];

        // When / Then
        assertThatThrownBy(() -> ControlCodec.commands().decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage(length + " bytes that do not start with the byte 0 and a 4-byte content id");
    }

    @Test
    void shouldRefuseARecordWithoutAValue() {
        // When / Then
        assertThatThrownBy(() -> ControlCodec.statuses().decode(null))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("it has no value");
        assertThatThrownBy(() -> RecordReader.ofPredictions().read(null))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("it has no value");
    }
}
