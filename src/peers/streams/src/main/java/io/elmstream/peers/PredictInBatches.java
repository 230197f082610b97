package io.elmstream.peers;

import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Collects readings and scores them at once, when the batch is full or time is up. A commit does not wait for the
 * batch, so a crash loses what it holds: a state store would prevent that and cost a write for each reading.
 */
final class PredictInBatches extends ContextualProcessor<byte[], SensorReading, byte[], Prediction> {

    private final PeerSettings settings;
    private final OnnxModel model;
    private final List<Sourced> readings = new ArrayList<>();
    private final List<Record<byte[], SensorReading>> records = new ArrayList<>();

    PredictInBatches(PeerSettings settings) {
        this.settings = settings;
        this.model = new OnnxModel(settings.model(), settings.labels());
    }

    @Override
    public void init(ProcessorContext<byte[], Prediction> context) {
        super.init(context);
        if (settings.batch() > 1) {
            context.schedule(
                    Duration.ofMillis(settings.lingerMillis()), PunctuationType.WALL_CLOCK_TIME, now -> predict());
        }
    }

    @Override
    public void process(Record<byte[], SensorReading> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        readings.add(new Sourced(record.value(), source.topic(), source.partition(), source.offset()));
        records.add(record);
        if (readings.size() >= settings.batch()) {
            predict();
        }
    }

    private void predict() {
        if (readings.isEmpty()) {
            return;
        }
        List<Prediction> predictions = model.predict(readings);
        for (int i = 0; i < predictions.size(); i++) {
            context().forward(records.get(i).withValue(predictions.get(i)));
        }
        readings.clear();
        records.clear();
    }

    @Override
    public void close() {
        model.close();
    }
}
