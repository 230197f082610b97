package io.elmstream.chaos;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** Whether the predictions of a micro-batch are all of one version; the latest batches are remembered. */
final class Batches {

    private static final int REMEMBERED = 20_000;

    private record Batch(String task, int partition, long sequence) {}

    private record Version(String modelId, int version, long revision) {}

    private final Map<Batch, Version> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Batch, Version> eldest) {
            return size() > REMEMBERED;
        }
    };

    private long mixed;

    void take(GenericRecord prediction) {
        Batch batch =
                new Batch(prediction.get("batchTask").toString(), (Integer) prediction.get("sourcePartition"), (Long)
                        prediction.get("batchSequence"));
        Version version = new Version(prediction.get("modelId").toString(), (Integer) prediction.get("version"), (Long)
                prediction.get("revision"));
        Version first = latest.putIfAbsent(batch, version);
        if (first != null && !first.equals(version)) {
            mixed++;
        }
    }

    /** Predictions that are of another version than the first of their batch. */
    long mixed() {
        return mixed;
    }
}
