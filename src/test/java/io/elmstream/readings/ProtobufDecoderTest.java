package io.elmstream.readings;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.elmstream.batch.Rejection;
import io.elmstream.readings.FeatureMapping.Fallbacks;
import io.elmstream.support.ProtobufValues;
import io.elmstream.wire.MemorySchemaRegistry;
import io.elmstream.wire.ProtoText;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufDecoderTest {

    private final MemorySchemaRegistry registry = new MemorySchemaRegistry();
    private final DecodedReadings decoded = new DecodedReadings();

    private static Mapping mapping(List<FieldPath> paths) {
        return new Mapping(
                new TopicName.Exact("t"),
                Format.PROTOBUF,
                SchemaIds.CONTENT,
                Optional.empty(),
                new Place.Key(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                paths.stream()
                        .map(path -> FeatureMapping.plain(path.toString(), path, Fallbacks.REFUSE))
                        .toList(),
                Fallbacks.REFUSE);
    }

    private ProtobufDecoder decoder(Mapping mapping) {
        return new ProtobufDecoder(mapping, new Layout(mapping), registry);
    }

    private void decode(ProtobufDecoder decoder, int width, byte[] value) {
        decoded.start(width);
        decoder.decode(value, new RecordHeaders(), 0, decoded);
    }

    @Property(tries = 600)
    void shouldFindAtEachPathWhatTheLibrarysReaderFinds(@ForAll long seed) throws InvalidProtocolBufferException {
        // Given
        AnyProtobuf any = new AnyProtobuf(seed);
        List<FieldPath> paths = any.paths();
        DynamicMessage oracle =
                DynamicMessage.newBuilder(any.type).mergeFrom(any.bytes).buildPartial();
        byte[] value = ProtobufValues.withRef(registry.register(any.file), any.type, any.bytes);
        ProtobufDecoder decoder = decoder(mapping(paths));

        // the second time, with what the first one left behind
        for (int i = 0; i < 2; i++) {
            // When
            decode(decoder, paths.size(), value);

            // Then
            assertThat(decoded.detail()).isEmpty();
            assertThat(decoded.rejection()).isEmpty();
            for (int slot = 0; slot < paths.size(); slot++) {
                ProtobufOracle expected = ProtobufOracle.at(paths.get(slot), oracle);
                assertThat(decoded.stateOf(0, slot)).as("%s", paths.get(slot)).isEqualTo(expected.state());
                if (expected.state() == DecodedReadings.PRESENT) {
                    assertThat(decoded.valueOf(0, slot))
                            .as("%s", paths.get(slot))
                            .isEqualTo(expected.value());
                }
            }
        }
    }

    @Property(tries = 400)
    void shouldRejectOrReadAnyBytesAndNeverThrow(@ForAll long seed) {
        // Given
        AnyProtobuf any = new AnyProtobuf(seed);
        Random random = new Random(seed);
        List<FieldPath> paths = any.paths();
        ProtobufDecoder decoder = decoder(mapping(paths));
        byte[] value = ProtobufValues.withRef(registry.register(any.file), any.type, any.bytes);

        for (int i = 0; i < 20; i++) {
            // When
            byte[] damaged = DamagedBytes.of(value, 5, random);
            decode(decoder, paths.size(), damaged);

            // Then
            assertThat(decoded.rejection().orElse(Rejection.UNREADABLE)).isEqualTo(Rejection.UNREADABLE);
            assertThat(decoded.rejection().isEmpty() || !decoded.detail().isBlank())
                    .isTrue();
        }
    }

    private static Mapping mapping(String json) {
        return MappingParser.parse("readings", ("{'t': {'format': 'protobuf', " + json + "}}").replace('\'', '"'))
                .all()
                .get(0);
    }

    private Optional<Rejection> decode(FileDescriptor file, String mapping, byte[] bytes) {
        Descriptor type = file.getMessageTypes().get(0);
        Mapping read = mapping(mapping);
        decode(decoder(read), read.features().size(), ProtobufValues.withRef(registry.register(file), type, bytes));
        return decoded.rejection();
    }

    @Test
    void shouldGiveUpOnFieldsThatAreOverwrittenTooOften() {
        // Given
        String wide = IntStream.range(1, 1_001)
                .mapToObj(i -> "double d" + i + " = " + i + ";")
                .collect(Collectors.joining());
        FileDescriptor file = ProtoText.file("syntax = \"proto3\"; message M { oneof one { Wide a = 1; int32 b = 2; } }"
                + " message Wide { " + wide + "}");
        byte[] again = {1 << 3 | 2, 0, 2 << 3, 0};
        ByteBuffer bytes = ByteBuffer.allocate(800_000);
        while (bytes.hasRemaining()) {
            bytes.put(again);
        }
        String features = IntStream.range(1, 1_001)
                .mapToObj(i -> "'d" + i + "': 'a.d" + i + "'")
                .collect(Collectors.joining(", ", "'features': {", "}"));

        // When / Then
        assertThat(decode(file, features, bytes.array())).contains(Rejection.UNREADABLE);
        assertThat(decoded.detail()).endsWith("fields are overwritten too often");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0a ff ff ff ff 07             | at byte 10: a length is 2147483647, but 0 bytes follow",
                "0a ff ff ff ff ff ff ff ff ff 01 | a length is 18446744073709551615, but 0 bytes follow",
                "10 ff ff ff ff ff ff ff ff ff ff 01 | a number or tag has more than 10 bytes",
                "10 ff                         | a number or tag does not end",
                "19 00 00                      | a number of 8 bytes does not end",
                "07                            | there is no field with the tag 7",
                "0f                            | the field 1 has the wire type 7, which does not exist",
                "3c                            | the field 7 ends a group that does not start",
                "3b 08 01                      | the group of the field 7 does not end",
                "3b 08 01 44                   | the field 8 ends a group that does not start",
                "ff ff ff ff ff 7f             | there is no field with the tag 4398046511103",
                "22 02 10 ff                   | a number or tag does not end",
            })
    void shouldSayWhereAndHowAValueBreaks(String hex, String words) {
        // Given
        FileDescriptor file =
                ProtoText.file("syntax = \"proto3\"; message M { string a = 1; int32 b = 2; double c = 3; M d = 4; }");

        // When / Then
        assertThat(decode(
                        file,
                        "'features': {'b': 'b', 'd': 'd.b'}",
                        HexFormat.ofDelimiter(" ").parseHex(hex)))
                .contains(Rejection.UNREADABLE);
        assertThat(decoded.detail()).endsWith(words);
    }

    @Test
    void shouldRefuseGroupsInEachOther() {
        // Given
        FileDescriptor file = ProtoText.file("syntax = \"proto3\"; message M { int32 b = 2; }");
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) (7 << 3 | 3));

        // When / Then
        assertThat(decode(file, "'features': {'b': 'b'}", deep)).contains(Rejection.UNREADABLE);
        assertThat(decoded.detail()).endsWith("there are more than 100 groups in each other");
    }

    @Test
    void shouldRefuseMoreReadingsThanARecordMayHave() {
        // Given
        FileDescriptor file = ProtoText.file("syntax = \"proto3\"; message M { repeated int32 b = 2; }");
        byte[] bytes = new byte[3 + 10_001];
        bytes[0] = 2 << 3 | 2;
        bytes[1] = (byte) (10_001 & 0x7f | 0x80);
        bytes[2] = 10_001 >> 7;

        // When / Then
        assertThat(decode(file, "'each': 'b[]', 'features': {'b': 'b[]'}", bytes))
                .contains(Rejection.TOO_MANY_READINGS);
        bytes[1]--;
        assertThat(decode(file, "'each': 'b[]', 'features': {'b': 'b[]'}", Arrays.copyOf(bytes, 3 + 10_000)))
                .isEmpty();
        assertThat(decoded.count()).isEqualTo(10_000);
    }

    @Test
    void shouldTakeBackReadingsThatAnotherFieldOfTheOneofReplaces() {
        // Given
        FileDescriptor file = ProtoText.file("""
                syntax = "proto3";
                message M { oneof one { All all = 1; int32 none = 2; } }
                message All { repeated Sample samples = 1; }
                message Sample { optional int32 b = 1; }""");
        Descriptor type = file.findMessageTypeByName("M");
        byte[] two = ProtobufValues.message(type, "all { samples { b: 1 } samples { b: 2 } }");
        byte[] none = ProtobufValues.message(type, "none: 1");
        byte[] one = ProtobufValues.message(type, "all { samples { b: 3 } }");
        ByteBuffer all = ByteBuffer.allocate(two.length + none.length + one.length);

        // When
        Optional<Rejection> rejection = decode(
                file,
                "'each': 'all.samples[]', 'features': {'b': 'all.samples[].b'}",
                all.put(two).put(none).put(one).array());

        // Then
        assertThat(rejection).isEmpty();
        assertThat(decoded.count()).isEqualTo(1);
        assertThat(decoded.valueOf(decoded.rowOf(0), 0)).isEqualTo(3);
    }
}
