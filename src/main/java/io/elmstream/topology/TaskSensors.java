package io.elmstream.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;

/** The sensors of one task in the metrics of Kafka Streams. */
public final class TaskSensors {

    /** The group of these metrics among those of Kafka. */
    public static final String GROUP = "elmstream-metrics";

    private final StreamsMetrics metrics;
    private final TaskId task;
    private final List<Sensor> sensors = new ArrayList<>();

    public TaskSensors(StreamsMetrics metrics, TaskId task) {
        this.metrics = metrics;
        this.task = task;
    }

    /** Adds a sensor without metrics, whose name is unique in the task. */
    public Sensor sensor(String name) {
        Sensor sensor = metrics.addSensor("elmstream." + task + "." + name, RecordingLevel.INFO);
        sensors.add(sensor);
        return sensor;
    }

    /** Adds a sensor with one metric of the same name. */
    public Sensor sensor(String name, String description, MeasurableStat stat) {
        return add(sensor(name), name, description, Map.of(), stat);
    }

    /** Adds a sensor with one metric of Elmstream, of the same name. */
    public Sensor sensor(OwnMetric metric, MeasurableStat stat) {
        return add(sensor(metric.metricName()), metric, Map.of(), stat);
    }

    /** Adds a metric of Elmstream, with the task beside the tags, and returns its sensor. */
    public Sensor add(Sensor sensor, OwnMetric metric, Map<String, String> tags, MeasurableStat stat) {
        return add(sensor, metric.metricName(), metric.help(), tags, stat);
    }

    /** Adds a metric, with the task beside the tags, and returns its sensor. */
    public Sensor add(Sensor sensor, String name, String description, Map<String, String> tags, MeasurableStat stat) {
        Map<String, String> all = new TreeMap<>(tags);
        all.put("task-id", task.toString());
        sensor.add(new MetricName(name, GROUP, description, all), stat);
        return sensor;
    }

    public void close() {
        sensors.forEach(metrics::removeSensor);
    }
}
