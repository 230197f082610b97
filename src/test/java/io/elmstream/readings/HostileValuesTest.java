package io.elmstream.readings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.wire.MemorySchemaRegistry;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Whatever bytes a value has, a reader gives readings or says why there are none. */
class HostileValuesTest {

    private static final List<String> MAPPINGS = List.of(
            "{'format': 'json', 'time': {'path': 'ts', 'unit': 's'}, 'features': {'a': 'x[1].y'}}",
            "{'format': 'json', 'each': 'all[]', 'time': 'all[].at', 'features': {'a': 'all[].a', 'b': 'b'}}",
            "{'format': 'senml', 'features': {'a': 'left'}}");

    private static final List<String> VALUES = List.of(
            "{'device': 'b8', 'ts': 15945.38, 'x': [1, {'y': -2.5e3}], 'z': {'a': [null, true]}}",
            "{'b': '7', 'all': [{'at': '2026-11-26T08:00:00Z', 'a': 1}, {'a': null}, {}, 5, [[]]]}",
            "[{'bn': 'a:', 'bt': 1.7e9, 'n': 'left', 'v': 1}, {'n': 'left', 't': 5, 'vb': true}]");

    @Property(tries = 3_000)
    void shouldReadOrRejectMutatedValues(
            @ForAll @IntRange(max = 2) int mapping, @ForAll @IntRange(max = 2) int of, @ForAll long seed) {
        // Given
        Mappings mappings =
                MappingParser.parse("readings", ("{'t': " + MAPPINGS.get(mapping) + "}").replace('\'', '"'));
        TopicReader reader = new TopicReaders(mappings, new MemorySchemaRegistry()).of("t");
        byte[] value = VALUES.get(of).replace('\'', '"').getBytes(UTF_8);
        Random random = new Random(seed);
        for (int i = random.nextInt(6); i > 0; i--) {
            value[random.nextInt(value.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : (byte) "[]{},:\"0e-".charAt(random.nextInt(10));
        }

        // When
        reader.read("key".getBytes(UTF_8), value, new RecordHeaders(), 1_000);

        // Then
        if (reader.rejection().isPresent()) {
            assertThat(reader.detail()).isNotBlank();
        } else {
            assertThat(reader.count()).isBetween(0, value.length);
            for (int i = 0; i < reader.count(); i++) {
                reader.select(i);
                assertThat(reader.rejection().isPresent() || reader.sensor().length > 0)
                        .isTrue();
            }
        }
    }
}
