package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.elmstream.wire.SchemaTexts.Text;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProtobufFilesTest {

    private static final Text PLACE = new Text("plant/place.proto", """
            syntax = "proto3";
            package plant;
            message Place { string line = 1; enum Kind { UNKNOWN = 0; PUMP = 5; } Kind kind = 2; }""");

    private static final Text READING = new Text("", """
            syntax = "proto3";
            package plant;
            import "plant/place.proto";
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            // a reading
            message Reading {
              message Sample { sint64 at = 1; }
              optional double left = 1;
              double right = 2;
              repeated float axes = 3;
              map<string, double> more = 4;
              oneof either { int32 count = 5; string text = 6; }
              google.protobuf.Timestamp taken = 7;
              google.protobuf.DoubleValue bar = 8;
              Place place = 9;
              plant.Place.Kind kind = 10 [deprecated = true];
              repeated Sample samples = 11;
              reserved 100 to 110;
            }""");

    private static FileDescriptor read(Text... texts) throws UnusableSchemaException {
        return ProtobufFiles.of("the schema with content id 7", List.of(texts));
    }

    private static String base64(FileDescriptor file) {
        return Base64.getEncoder().encodeToString(file.toProto().toByteArray());
    }

    @Test
    void shouldReadTextsWithWhatTheyImport() throws UnusableSchemaException {
        // When
        Descriptor reading = read(PLACE, READING).findMessageTypeByName("Reading");

        // Then
        assertThat(reading.getFullName()).isEqualTo("plant.Reading");
        assertThat(reading.getFields())
                .extracting(field -> field.getName() + " " + field.getType() + " " + field.hasPresence())
                .containsExactly(
                        "left DOUBLE true",
                        "right DOUBLE false",
                        "axes FLOAT false",
                        "more MESSAGE false",
                        "count INT32 true",
                        "text STRING true",
                        "taken MESSAGE true",
                        "bar MESSAGE true",
                        "place MESSAGE true",
                        "kind ENUM false",
                        "samples MESSAGE false");
        assertThat(reading.findFieldByName("more").isMapField()).isTrue();
        assertThat(reading.findFieldByName("axes").isPacked()).isTrue();
        assertThat(reading.findFieldByName("kind")
                        .getEnumType()
                        .findValueByNumber(5)
                        .getName())
                .isEqualTo("PUMP");
        assertThat(reading.findFieldByName("taken").getMessageType().getFullName())
                .isEqualTo("google.protobuf.Timestamp");
    }

    @Test
    void shouldReadProto2() throws UnusableSchemaException {
        // When
        Descriptor old = read(new Text("", """
                        message Old {
                          required int32 a = 1; optional double b = 2 [default = 3.5];
                          repeated int32 c = 3 [packed = true]; extensions 100 to 200;
                        }""")).findMessageTypeByName("Old");

        // Then
        assertThat(old.findFieldByName("a").isRequired()).isTrue();
        assertThat(old.findFieldByName("b").getDefaultValue()).isEqualTo(3.5);
        assertThat(old.findFieldByName("c").isPacked()).isTrue();
        assertThat(old.getFields()).allMatch(field -> field.isRepeated() || field.hasPresence());
    }

    @Test
    void shouldReadDescriptorsInBase64() throws UnusableSchemaException {
        // Given
        FileDescriptor reading = read(PLACE, READING);
        Text place = new Text(PLACE.name(), base64(reading.getDependencies().get(0)));

        // When
        FileDescriptor again = read(place, new Text("", base64(reading)));

        // Then
        assertThat(again.findMessageTypeByName("Reading").getFields())
                .extracting(FieldDescriptor::getFullName)
                .hasSize(11);
        // an import as a text, of a descriptor
        assertThat(read(PLACE, new Text("", base64(reading))).getMessageTypes()).hasSize(1);
    }

    @Test
    void shouldPreferTheFilesOfProtobufItself() throws UnusableSchemaException {
        // Given
        Text broken = new Text("google/protobuf/timestamp.proto", "what a serde made of it");

        // When / Then
        assertThat(read(PLACE, broken, READING).getMessageTypes()).hasSize(1);
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("message R {", "Syntax error in schema.proto"),
                arguments("message R { optional Other o = 1; }", "unable to resolve Other"),
                arguments(
                        "import \"plant/other.proto\"; message R {}",
                        "it imports plant/other.proto, which is not among its references"),
                arguments("message R { optional group G = 1 { } }", "'group' is not supported"),
                arguments("message R { optional double a = 1; optional double b = 1; }", "share tag 1"),
                arguments("AAAA", "it is Base64, but no descriptor of a file"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldSayWhatIsWrong(String content, String words) {
        assertThatThrownBy(() -> read(new Text("", content)))
                .isInstanceOf(UnusableSchemaException.class)
                .hasMessageStartingWith("the schema with content id 7 cannot be read as Protobuf: ")
                .hasMessageContaining(words)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseWhatIsNestedTooDeeply() {
        // Given
        String deep = "message M { ".repeat(20_000) + "}".repeat(20_000);

        // When / Then
        assertThatThrownBy(() -> read(new Text("", deep)))
                .isInstanceOf(UnusableSchemaException.class)
                .hasMessageEndingWith("it is nested too deeply");
    }
}
