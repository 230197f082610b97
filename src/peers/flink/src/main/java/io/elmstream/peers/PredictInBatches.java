package io.elmstream.peers;

import io.elmstream.wire.avro.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Collects readings and scores them at once: when the batch is full, time is up, or a checkpoint begins, so that it
 * never has to be stored.
 */
final class PredictInBatches extends AbstractStreamOperator<Outcome> implements OneInputStreamOperator<Event, Outcome> {

    private static final long serialVersionUID = 1;

    private final String file;
    private final ArrayList<String> labels;
    private final int batch;
    private final long lingerMillis;
    private transient OnnxModel model;
    private transient List<Sourced> readings;
    private transient List<StreamRecord<Event>> records;
    private transient StreamRecord<Outcome> forwarded;

    PredictInBatches(PeerSettings settings) {
        file = settings.model().toString();
        labels = new ArrayList<>(settings.labels());
        batch = settings.batch();
        lingerMillis = settings.lingerMillis();
    }

    @Override
    public void open() throws Exception {
        super.open();
        model = new OnnxModel(Path.of(file), labels);
        readings = new ArrayList<>();
        records = new ArrayList<>();
        forwarded = new StreamRecord<>(null);
    }

    @Override
    public void processElement(StreamRecord<Event> element) {
        if (readings.isEmpty() && batch > 1) {
            getProcessingTimeService()
                    .registerTimer(
                            getProcessingTimeService().getCurrentProcessingTime() + lingerMillis, now -> predict());
        }
        readings.add(element.getValue().sourced());
        // Flink uses the element again
        records.add(element.copy(element.getValue()));
        if (readings.size() >= batch) {
            predict();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        predict();
    }

    @Override
    public void finish() {
        predict();
    }

    private void predict() {
        if (readings.isEmpty()) {
            return;
        }
        List<Prediction> predictions = model.predict(readings);
        for (int i = 0; i < predictions.size(); i++) {
            Event event = records.get(i).getValue();
            output.collect(forwarded.replace(
                    new Outcome(event.key(), event.headers(), predictions.get(i)),
                    records.get(i).getTimestamp()));
        }
        readings.clear();
        records.clear();
    }

    @Override
    public void close() throws Exception {
        super.close();
        if (model != null) {
            model.close();
        }
    }
}
