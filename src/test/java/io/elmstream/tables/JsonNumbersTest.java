package io.elmstream.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** A number of JSON lines becomes the nearest float, whether or not its column is kept. */
class JsonNumbersTest {

    @Property
    void shouldRoundOnce(@ForAll double number) throws Exception {
        shouldRoundOnce(Double.toString(number));
    }

    @Example
    void shouldRoundOnceNextToAHalf() throws Exception {
        // as a double it is the half between two floats, and would be rounded to the other one
        shouldRoundOnce("1.00000017881393432617187499");
        shouldRoundOnce("1.00000005960464477539062501");
    }

    private static void shouldRoundOnce(String number) throws Exception {
        // Given
        float expected = Float.parseFloat(number);
        List<Float> alone = read(number, Uses.NONE);
        List<Float> kept = read(number, 0);

        // Then
        assertThat(alone).containsExactlyElementsOf(Float.isInfinite(expected) ? List.of() : List.of(expected));
        assertThat(kept).isEqualTo(alone);
    }

    @Example
    void shouldRejectALineOfZerosAndReadTheNext() throws Exception {
        // Given
        List<Float> found = new ArrayList<>();
        List<RowFault> faults = new ArrayList<>();
        RowSink sink = new RowSink() {
            @Override
            public void row(float[] rows, int at, @Nullable Object[] kept) {
                found.add(rows[at]);
            }

            @Override
            public void rejected(RowFault reason, @Nullable String field, @Nullable String value, String message) {
                faults.add(reason);
            }

            @Override
            public void empty() {}
        };
        byte[] lines = "{\"x\":1}\n\0\0\0{\"x\":2}\n\0\0\0\0\0\0\n{\"x\":3}\n".getBytes(StandardCharsets.UTF_8);
        Uses uses = new Uses(Map.of("x", new Uses.Use(0, null, Uses.NONE)), 1, 0);

        // When
        new JsonRowReader(new JsonRowReader.Fields(uses, Set.of()), sink).read(lines);

        // Then
        assertThat(found).containsExactly(1f, 3f);
        assertThat(faults).containsOnly(RowFault.UNREADABLE).hasSize(2);
    }

    private static List<Float> read(String number, int place) throws Exception {
        List<Float> found = new ArrayList<>();
        RowSink sink = new RowSink() {
            @Override
            public void row(float[] rows, int at, @Nullable Object[] kept) {
                found.add(rows[at]);
            }

            @Override
            public void rejected(RowFault reason, @Nullable String field, @Nullable String value, String message) {
                assertThat(reason).isEqualTo(RowFault.NOT_FINITE);
            }

            @Override
            public void empty() {}
        };
        byte[] line = ("{\"x\":" + number + "}\n").getBytes(StandardCharsets.UTF_8);
        Uses uses = new Uses(Map.of("x", new Uses.Use(0, null, place)), 1, place + 1);
        new JsonRowReader(new JsonRowReader.Fields(uses, Set.of()), sink).read(line);
        return found;
    }
}
