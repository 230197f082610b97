package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every schema reads what every release wrote: BACKWARD compatibility with all of them. */
class SchemaEvolutionTest {

    private static final String RELEASE = "schemas.release";
    private static final String ADVICE = """
            A field that is added needs a default; a field, a type or a symbol that was released cannot be changed.
            When a release is made, add its schemas as the next set with
              mvn -q test -Dtest=SchemaEvolutionTest -D%s=true
            """.formatted(RELEASE);

    static Stream<Arguments> released() {
        return ReleasedSchemas.sets().stream()
                .flatMap(set -> ReleasedSchemas.in(folder(set)).entrySet().stream()
                        .map(schema -> Arguments.of(set, schema.getKey(), schema.getValue())));
    }

    @ParameterizedTest(name = "{1} of set {0}")
    @MethodSource("released")
    void shouldReadWhatEveryReleaseWrote(int set, String file, Schema writer) {
        // Given
        Map<String, Schema> current = ReleasedSchemas.in(ReleasedSchemas.CURRENT);

        // When
        assertThat(current).describedAs(ADVICE).containsKey(file);
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(current.get(file), writer);

        // Then
        assertThat(compatibility.getType())
                .describedAs(
                        "%s against set %d: %s%n%s",
                        file, set, compatibility.getResult().getIncompatibilities(), ADVICE)
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldHaveReleasedEverySchemaOfItsRecords(int release) {
        // Given
        List<String> stored = Stream.of(StoredRecord.values())
                .filter(record -> record.release() == release)
                .map(record -> record.value().getSchema().getName() + ".avsc")
                .distinct()
                .toList();

        // When
        List<String> released = ReleasedSchemas.files(folder(release));

        // Then
        assertThat(stored).isNotEmpty();
        assertThat(released).containsAll(stored);
    }

    @Test
    void shouldSayWhatEveryFieldIs() {
        // Given
        Map<String, Schema> current = ReleasedSchemas.in(ReleasedSchemas.CURRENT);

        // When
        List<String> silent = current.values().stream()
                .flatMap(schema -> schema.getFields().stream()
                        .filter(field -> field.doc() == null || field.doc().isBlank())
                        .map(field -> schema.getName() + "." + field.name()))
                .toList();

        // Then
        assertThat(silent).isEmpty();
    }

    @Test
    void shouldAddTheCurrentSchemasAsTheNextSetWhenTold() throws IOException {
        assumeTrue(Boolean.getBoolean(RELEASE), "only on demand");

        // Given
        List<Integer> sets = ReleasedSchemas.sets();
        Path next = folder(sets.isEmpty() ? 1 : sets.get(sets.size() - 1) + 1);

        // When
        Files.createDirectories(next);
        for (String file : ReleasedSchemas.files(ReleasedSchemas.CURRENT)) {
            Files.copy(ReleasedSchemas.CURRENT.resolve(file), next.resolve(file));
        }

        // Then
        assertThat(ReleasedSchemas.in(next)).isEqualTo(ReleasedSchemas.in(ReleasedSchemas.CURRENT));
    }

    private static Path folder(int set) {
        return ReleasedSchemas.RELEASED.resolve(Integer.toString(set));
    }
}
