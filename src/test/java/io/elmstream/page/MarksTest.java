package io.elmstream.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.model.ModelId;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {

    private static final long T = 1_764_240_000_000L;

    private final Marks marks = new Marks();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellWhoPublishedAndRetiredAVersionWhateverIsReadFirst(boolean answersFirst) {
        // When
        if (answersFirst) {
            answers();
        }
        byte[] retired = ControlCodec.models().encode(7, ModelRecords.retired(new ModelId("m"), 1, "ab".repeat(32)));
        marks.take(new ModelsTopic.Entry(3, retired, T + 5_000));
        if (!answersFirst) {
            answers();
        }

        // Then
        assertThat(marks.since(0)).singleElement().satisfies(mark -> {
            assertThat(mark.kind()).isEqualTo("retire");
            assertThat(mark.who()).isEqualTo("request r-2");
        });
    }

    private void answers() {
        marks.take(accepted("r-1", 1, T), 7);
        marks.take(accepted("r-2", 1, T + 5_000), 8);
        marks.take(accepted("r-3", 2, T + 5_000), 9);
    }

    private static ModelStatus accepted(String request, int version, long at) {
        return new ModelStatus(
                1,
                request,
                "model-control",
                0,
                1L,
                Instant.ofEpochMilli(at),
                CommandOutcome.ACCEPTED,
                "m",
                version,
                null,
                null,
                "done",
                null,
                null,
                null);
    }
}
