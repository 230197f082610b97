package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ModelControl;
import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.elm.Elm;
import io.elmstream.governor.Command;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.SmallModel;
import io.elmstream.support.WorkerProcess;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.ModelLearner;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model learns from labelled readings on a real broker, through a crash, and each label counts once. */
class LearnerIT extends RealKafkaContract {

    private static final ModelId MODEL = new ModelId(SmallModel.ID);
    private static final int CHUNK = 250;
    private static final Gate GATE = new Gate(100, OptionalDouble.of(0), OptionalDouble.empty(), 0);

    @TempDir
    Path logs;

    private final List<SensorReading> drifted = drifted();
    private int sent;
    private long next;

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldReplaceAChampionThatAgedAndCountEachLabelOnceThroughACrash() throws Exception {
        try (ElmstreamUnderTest app = application("learning", 2);
                WorkerProcess worker = WorkerProcess.start(
                        app.flags(Map.of(
                                "learn.enabled",
                                "true",
                                "learn.every.rows",
                                "400",
                                "learn.every.ms",
                                "1000",
                                "kafka.session.timeout.ms",
                                "6000")),
                        logs.resolve("worker.log"))) {
            // Given
            accepted(app.publish(1, champion()));
            accepted(app.activate(1));
            accepted(app.ask(new Command.Learn(
                    ModelControl.requestId(),
                    MODEL,
                    1,
                    new Learning(true, Mode.SHADOW, Share.ALL, Optional.of(GATE)),
                    OptionalLong.empty())));

            // When
            send(app, CHUNK);
            awaitRows(app, worker, 1);
            send(app, CHUNK);
            worker.kill();
            send(app, CHUNK);
            worker.start();
            app.await().pollInterval(Duration.ofMillis(250)).until(() -> {
                send(app, CHUNK);
                return app.published()
                                .timeline()
                                .orElseThrow()
                                .latest()
                                .orElseThrow()
                                .champion()
                        > 1;
            });

            // Then
            awaitRows(app, worker, sent);
            ModelLearner last = app.status().learner(MODEL).orElseThrow();
            assertThat(last.getRows())
                    .as("each label counts once; log: %s", worker.log())
                    .isEqualTo(sent);
            assertThat(last.getLastVersion()).isGreaterThan(1);
            assertThat(last.getLeftOut()).isZero();
        }
    }

    private static void accepted(ModelStatus answer) {
        assertThat(answer.getOutcome()).describedAs("%s", answer.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
    }

    private static byte[] champion() {
        Elm elm = new Blobs(3, 3, 300, 1).train(12, Activation.TANH);
        return ArtefactFormat.write(new Artefact(MODEL, 1, elm, Probes.of(elm, new float[] {1, 10, 20})));
    }

    /** Readings whose classes have changed places since the champion was trained. */
    private static List<SensorReading> drifted() {
        List<SensorReading> readings = new ArrayList<>();
        new Blobs(3, 3, 100_000, 7).forEach((row, label) -> {
            List<Float> features = new ArrayList<>();
            for (float feature : row) {
                features.add(feature);
            }
            readings.add(
                    new SensorReading("s" + readings.size() % 10, null, null, "class" + (label + 1) % 3, features));
        });
        return readings;
    }

    /** Sends readings, half of them with their labels inside, half with labels that come later. */
    private void send(ElmstreamUnderTest app, int count) {
        long from = Math.max(next, Instant.now().toEpochMilli());
        next = from + count;
        int labels = app.registry().register(app.topics().labels(), Label.getClassSchema());
        RecordEncoder<Label> encoder = new RecordEncoder<>(labels);
        List<Label> later = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SensorReading reading = drifted.get(sent++);
            Instant time = Instant.ofEpochMilli(from + i);
            boolean inside = i % 2 == 0;
            String sensor = reading.getSensorId();
            app.feed()
                    .send(
                            sensor.getBytes(UTF_8),
                            app.feed()
                                    .encode(new SensorReading(
                                            sensor,
                                            null,
                                            time,
                                            inside ? reading.getLabel() : null,
                                            reading.getFeatures())));
            if (!inside) {
                later.add(new Label(sensor, time, null, reading.getLabel(), 1.0, null));
            }
        }
        app.feed().flush();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            later.forEach(label -> producer.send(new ProducerRecord<>(
                    app.topics().labels(), label.getSensorId().getBytes(UTF_8), encoder.encode(label))));
        }
    }

    private static void awaitRows(ElmstreamUnderTest app, WorkerProcess worker, long rows) {
        app.await()
                .untilAsserted(() -> assertThat(app.status().learner(MODEL).map(ModelLearner::getRows))
                        .as("rows; log: %s", worker.log())
                        .hasValueSatisfying(found -> assertThat(found).isGreaterThanOrEqualTo(rows)));
    }
}
