package io.elmstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That the checker sees a wrong version and a late step. */
class StepsTest {

    private static final Schema SCHEMA = Schemas.file(Path.of("schemas/TimelineStep.avsc"));

    private final Steps steps = new Steps();

    @Test
    void shouldTellWhetherARevisionSaysThatVersion() {
        // When
        steps.take(timeline(step(1, null, 5, null, null), step(2, 1_000L, 6, null, null)));

        // Then
        assertThat(steps.say(2, 1_000, 6)).isTrue();
        assertThat(steps.say(2, 999, 6)).as("before its time").isFalse();
        assertThat(steps.say(2, 1_000, 5)).as("another version").isFalse();
        assertThat(steps.say(3, 1_000, 6)).as("no such revision").isFalse();
        assertThat(steps.say(1, 0, 5)).isTrue();
    }

    @Test
    void shouldCountPredictionsForWhichAStepCameTooLate() {
        // Given
        steps.take(timeline(step(1, null, 5, null, null)));
        steps.say(1, 999, 5);
        steps.say(1, 1_000, 5);

        // When
        steps.take(timeline(step(1, null, 5, null, null), step(2, 1_000L, 6, null, null)));
        steps.settle(2_000);

        // Then
        assertThat(steps.stale()).isEqualTo(1);
    }

    @Test
    void shouldCountNoneWhereTheStepWasTakenBack() {
        // Given
        steps.take(timeline(step(1, null, 5, null, null), step(2, 1_000L, 6, null, null)));

        // When
        steps.take(timeline(step(1, null, 5, null, null), step(2, 1_000L, 6, 3L, null), step(3, 1_000L, 5, null, 2L)));

        // Then
        assertThat(steps.say(1, 1_500, 5)).isTrue();
        assertThat(steps.say(3, 1_500, 5))
                .as("a step that takes back decides nothing")
                .isFalse();
        steps.settle(2_000);
        assertThat(steps.stale()).isZero();
    }

    private static GenericRecord timeline(GenericRecord... all) {
        Schema schema = Schema.createRecord(
                "Timeline", null, null, false, List.of(new Schema.Field("steps", Schema.createArray(SCHEMA))));
        GenericRecord timeline = new GenericData.Record(schema);
        timeline.put("steps", List.of(all));
        return timeline;
    }

    private static GenericRecord step(
            long revision, @Nullable Long from, int champion, @Nullable Long voidedBy, @Nullable Long takesBack) {
        GenericRecord step = new GenericData.Record(SCHEMA);
        step.put("revision", revision);
        step.put("effectiveFrom", from);
        step.put("champion", champion);
        step.put("voidedBy", voidedBy);
        step.put("takesBack", takesBack);
        return step;
    }
}
