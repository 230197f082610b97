package io.elmstream.topology.learning;

import io.elmstream.topology.TaskSensors;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;

/** Records what the learners of a task do in the metrics of Kafka Streams. */
final class LearnMetrics {

    private final TaskSensors sensors;
    final Sensor learnt;
    final Sensor leftOut;
    final Sensor solved;
    final Sensor proposed;

    LearnMetrics(StreamsMetrics metrics, TaskId task) {
        sensors = new TaskSensors(metrics, task);
        learnt = count("learnt-rows-total", "labelled rows that were learnt");
        leftOut = count("left-out-rows-total", "labelled rows that no model could learn");
        solved = count("solutions-total", "solutions for output weights");
        proposed = count("proposed-versions-total", "versions that the learner proposed");
    }

    private Sensor count(String name, String description) {
        return sensors.sensor(name, description, new CumulativeCount());
    }

    void close() {
        sensors.close();
    }
}
