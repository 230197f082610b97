package io.elmstream.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** That the checker sees a micro-batch of two versions. */
class BatchesTest {

    private static final Schema SCHEMA = Schemas.file(Path.of("schemas/Prediction.avsc"));

    private final Batches batches = new Batches();

    @Test
    void shouldCountPredictionsOfAnotherVersionThanTheFirstOfTheirBatch() {
        // When
        batches.take(prediction(10, 1, 1));
        batches.take(prediction(10, 1, 1));
        batches.take(prediction(10, 2, 2));
        batches.take(prediction(10, 1, 3));
        batches.take(prediction(14, 2, 2));

        // Then
        assertThat(batches.mixed()).isEqualTo(2);
    }

    private static GenericRecord prediction(long batch, int version, long revision) {
        GenericRecord prediction = new GenericData.Record(SCHEMA);
        prediction.put("batchTask", "0_1");
        prediction.put("sourcePartition", 1);
        prediction.put("batchSequence", batch);
        prediction.put("modelId", "known");
        prediction.put("version", version);
        prediction.put("revision", revision);
        return prediction;
    }
}
