package io.elmstream.topology.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.topology.DeferredProcessor;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.wire.AlertStateCodec;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.ServedVersion;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** detect-alerts alone under the test driver, fed with predictions of classes normal, leak and burst. */
final class AlertsDriver implements AutoCloseable {

    private static final List<String> LABELS = List.of("normal", "leak", "burst");
    private static final int WIRE_HEADER = 5;

    private final InstanceActivity activity = new InstanceActivity();
    private final AtomicBoolean revived = new AtomicBoolean();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, String> readings;
    private final TestOutputTopic<String, byte[]> alerts;
    private int sent;

    AlertsDriver(AlertSettings settings) {
        Topology topology = new Topology();
        topology.addSource("source", new StringDeserializer(), new StringDeserializer(), "readings");
        topology.addProcessor("predict", Predict::new, "source");
        topology.addProcessor(
                Names.DETECT_ALERTS,
                () -> {
                    Processor<byte[], Outcome, byte[], byte[]> processor =
                            new DeferredProcessor<>(context -> new DetectAlerts(
                                    context,
                                    settings,
                                    new RecordEncoder<>(1),
                                    new OutputHeaders(OutputSettings.AVRO, "alerts"),
                                    OutputLimit.ofBytes(1_000_000),
                                    Optional.of(activity)));
                    return new ContextualProcessor<byte[], Outcome, byte[], byte[]>() {
                        @Override
                        public void init(ProcessorContext<byte[], byte[]> streams) {
                            super.init(streams);
                            processor.init(streams);
                        }

                        @Override
                        public void process(Record<byte[], Outcome> record) {
                            if (revived.getAndSet(false)) {
                                processor.init(context());
                            }
                            processor.process(record);
                        }
                    };
                },
                "predict");
        topology.addStateStore(AlertStates.builder(settings), Names.DETECT_ALERTS);
        topology.addSink("sink", "alerts", new ByteArraySerializer(), new ByteArraySerializer(), Names.DETECT_ALERTS);
        driver = new TopologyTestDriver(topology, new Properties());
        readings = driver.createInputTopic("readings", new StringSerializer(), new StringSerializer());
        alerts = driver.createOutputTopic("alerts", new StringDeserializer(), new ByteArrayDeserializer());
    }

    InstanceActivity activity() {
        return activity;
    }

    void predict(String sensor, String model, String label, float confidence) {
        long time = 1_000L + sent;
        predict(sensor, model + " " + label + " " + confidence + " " + time, time);
    }

    /** A prediction of model shuttle, without a doubt. */
    void predictAt(long time, String sensor, String label) {
        predict(sensor, "shuttle " + label + " 1 " + time, time);
    }

    /** The same of a reading whose event time is not the time of its record. */
    void predictWithEventTime(long eventTime, long recordTime, String sensor, String label) {
        predict(sensor, "shuttle " + label + " 1 " + eventTime, recordTime);
    }

    private void predict(String sensor, String prediction, long recordTime) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", Integer.toString(sent).getBytes(UTF_8));
        sent++;
        readings.pipeInput(new TestRecord<>(sensor, prediction, headers, Instant.ofEpochMilli(recordTime)));
    }

    /** What has come out since the last call. */
    List<TestRecord<String, Alert>> alerts() {
        return alerts.readRecordsToList().stream()
                .map(record -> new TestRecord<>(
                        record.key(), decode(record.value()), record.headers(), record.getRecordTime()))
                .toList();
    }

    /** States in the store. */
    int stored() {
        return states().size();
    }

    /** What is in the store, by model and sensor; the task's time is left out. */
    Map<String, SeenAlertState> states() {
        Map<String, SeenAlertState> states = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store().all()) {
            all.forEachRemaining(entry -> states.put(new String(entry.key.get(), UTF_8), state(entry.value)));
        }
        states.remove("\0");
        return states;
    }

    /** Puts a state into the store as an earlier task may have left it. */
    void store(String key, byte[] state) {
        store().put(Bytes.wrap(key.getBytes(UTF_8)), state);
    }

    /** One of the metrics of the only task. */
    double metric(String name) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .findFirst()
                .orElseThrow();
    }

    private KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(Names.ALERT_STATE_STORE);
    }

    private static SeenAlertState state(byte[] stored) {
        try {
            return AlertStateCodec.decode(stored);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * From the next prediction on as after a task was closed and revived: the same store and processor, set up anew.
     */
    void revive() {
        revived.set(true);
    }

    @Override
    public void close() {
        driver.close();
    }

    private static Alert decode(byte[] value) {
        try {
            var in = DecoderFactory.get().binaryDecoder(value, WIRE_HEADER, value.length - WIRE_HEADER, null);
            return new SpecificDatumReader<>(Alert.class).read(null, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns "model label confidence" into a prediction, as batch-and-predict forwards it. */
    private static final class Predict extends ContextualProcessor<String, String, byte[], Outcome> {

        private final ScoredReading scored = new ScoredReading("0_0", new PredictionEncoder(1));

        @Override
        public void process(Record<String, String> record) {
            String[] words = record.value().split(" ");
            byte[] sensor = record.key().getBytes(UTF_8);
            float[] probabilities = new float[LABELS.size()];
            probabilities[LABELS.indexOf(words[1])] = Float.parseFloat(words[2]);
            var source = context().recordMetadata().orElseThrow();
            scored.source(source.topic(), source.partition(), source.offset(), 0);
            scored.scored(
                    sensor,
                    Long.parseLong(words[3]),
                    new ServedVersion(new VersionKey(new ModelId(words[0]), 4), 9, LABELS),
                    probabilities,
                    0,
                    false);
            context().forward(new Record<>(sensor, scored, record.timestamp(), record.headers()));
        }
    }
}
