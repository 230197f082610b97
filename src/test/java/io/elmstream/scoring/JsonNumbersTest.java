package io.elmstream.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.scoring.RejectedRow.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
        List<Float> alone = read(number, List.of());
        List<Float> kept = read(number, List.of(KeptColumn.parse("x")));

        // Then
        assertThat(alone).containsExactlyElementsOf(Float.isInfinite(expected) ? List.of() : List.of(expected));
        assertThat(kept).isEqualTo(alone);
    }

    private static List<Float> read(String number, List<KeptColumn> keep) throws Exception {
        List<Float> found = new ArrayList<>();
        RowSink sink = new RowSink() {
            @Override
            public void row(float[] rows, int at, @Nullable Object[] kept) {
                found.add(rows[at]);
            }

            @Override
            public void rejected(Reason reason, @Nullable String field, @Nullable String value, String message) {
                assertThat(reason).isEqualTo(Reason.NOT_FINITE);
            }

            @Override
            public void empty() {}
        };
        byte[] line = ("{\"x\":" + number + "}\n").getBytes(StandardCharsets.UTF_8);
        new JsonRowReader(JsonRowReader.Fields.of(List.of("x"), keep), sink).read(line);
        return found;
    }
}
