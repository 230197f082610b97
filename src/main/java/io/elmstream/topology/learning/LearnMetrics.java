package io.elmstream.topology.learning;

import io.elmstream.model.ModelId;
import io.elmstream.topology.OwnMetric;
import io.elmstream.topology.TaskSensors;
import io.elmstream.wire.avro.ModelLearner;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/** Records what the learners of a task do in the metrics of Kafka Streams. */
final class LearnMetrics {

    /** The most models of a task that have series of their own. */
    private static final int MOST_MODELS = 100;

    private final TaskSensors sensors;
    private final Map<ModelId, Accuracy> accuracies = new HashMap<>();
    final Sensor learnt;
    final Sensor leftOut;
    final Sensor solved;
    final Sensor proposed;

    LearnMetrics(StreamsMetrics metrics, TaskId task) {
        sensors = new TaskSensors(metrics, task);
        learnt = sensors.sensor(OwnMetric.LEARNT_ROWS, new CumulativeCount());
        leftOut = sensors.sensor(OwnMetric.LEFT_OUT_ROWS, new CumulativeCount());
        solved = sensors.sensor(OwnMetric.SOLUTIONS, new CumulativeCount());
        proposed = sensors.sensor(OwnMetric.PROPOSED_VERSIONS, new CumulativeCount());
    }

    /** How right a model was for recent rows: what it learnt, and its champion. */
    private record Accuracy(Sensor learner, Sensor champion) {

        void set(@Nullable Double learnerShare, @Nullable Double championShare) {
            // before its first solution nothing learnt has predicted any
            learner.record(learnerShare == null || learnerShare == 0 ? Double.NaN : learnerShare);
            champion.record(championShare == null ? Double.NaN : championShare);
        }
    }

    /** Takes over what the learner says of a model. */
    void says(ModelId id, ModelLearner status) {
        if (accuracies.containsKey(id) || accuracies.size() < MOST_MODELS) {
            accuracies
                    .computeIfAbsent(
                            id,
                            added -> new Accuracy(
                                    gauge(OwnMetric.LEARNER_ACCURACY, added),
                                    gauge(OwnMetric.LEARNER_CHAMPION_ACCURACY, added)))
                    .set(status.getAccuracy(), status.getParentAccuracy());
        }
    }

    private Sensor gauge(OwnMetric metric, ModelId id) {
        return sensors.add(
                sensors.sensor(metric.metricName() + "." + id), metric, Map.of("model", id.value()), new Value());
    }

    void close() {
        sensors.close();
    }
}
