package io.elmstream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.cli.stream.Pace;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.client.ModelControl;
import io.elmstream.elm.Classifier;
import io.elmstream.governor.Command.Learn;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ReadingRecords;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.ReadingPosition;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One run of the demo with a drift: sensors are scaled otherwise in mid-stream, version 1 fails, the drift is reported,
 * and the learner, in a process of its own that is killed once before, makes versions that pass their gate. Readings
 * come without labels, which follow {@value #LABELS_BEHIND} readings later.
 */
final class DriftDemo {

    /** The fewest readings with which all of it can happen. */
    static final int FEWEST = 10_000;

    private static final int LABELS_BEHIND = 500;
    private static final int SENSORS = 24;
    private static final int SOLVED_EACH = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalElmstream local;
    private final byte[] first;
    private final Classifier byFirst;
    private final DriftView view;
    private final int readings;
    private final Pace pace;
    private final ScaledRows rows;
    private final DriftCourse course;

    /** @param first the file of version 1 */
    DriftDemo(LocalElmstream local, byte[] first, DriftView view, int readings, Pace pace) {
        this.local = local;
        this.first = first;
        this.byFirst = classifier(first);
        this.view = view;
        this.readings = readings;
        this.pace = pace;
        this.rows = new ScaledRows(shiftAt());
        this.course = new DriftCourse(readings);
    }

    private static Classifier classifier(byte[] file) {
        try {
            return ArtefactFormat.read(file).classifier();
        } catch (ArtefactException e) {
            throw new IllegalStateException("the demo's own model cannot be read", e);
        }
    }

    /** Returns the settings of both instances. */
    static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("models.default", DemoModels.ID.value());
        settings.put("quality.enabled", "true");
        settings.put("quality.window.ms", "2000");
        settings.put("governor.min.trial.ms", "1000");
        // so that a killed process is missed soon
        settings.put("kafka.session.timeout.ms", "6000");
        return settings;
    }

    /** Returns what the learner's instance has besides. */
    private Map<String, String> ofLearner() {
        Map<String, String> settings = settings();
        settings.putAll(local.addresses());
        settings.put("instance.id", "learner");
        // it only learns: readings are scored by the other instance
        settings.put("threads", "0");
        settings.put("state.dir", local.folder().resolve("learner").toString());
        settings.put("learn.enabled", "true");
        settings.put("learn.every.rows", Integer.toString(SOLVED_EACH));
        settings.put("learn.window", "500");
        return settings;
    }

    private int shiftAt() {
        return readings / 2;
    }

    private int killAt() {
        return readings / 15;
    }

    /** Returns the result; the picture can be drawn of the course then. */
    DriftResult run(String main) throws InterruptedException {
        Connection connection = local.connection();
        Topics topics = connection.topics();
        DriftWatch watch = new DriftWatch(connection.consumer(Map.of()), topics, course);
        Thread watching = new Thread(watch, "drift-watch");
        Path log = local.folder().resolve("learner.log");
        try (Producer<byte[], byte[]> producer = connection.producer(Map.of());
                ModelControl control = connection.control(DemoChanges.PATIENCE, Optional.empty());
                LearnerProcess learner = LearnerProcess.start(main, ofLearner(), log)) {
            watching.start();
            view.step("version 1 is activated, and its learner starts in a process of its own");
            control.publish(DemoModels.version(1), first, false);
            control.activate(DemoModels.version(1));
            Learning learning = new Learning(true, Mode.SHADOW, Share.ALL, Optional.empty());
            control.ask(new Learn(ModelControl.requestId(), DemoModels.ID, 1, learning, OptionalLong.empty()));
            DemoChanges.await(() -> !learner.isAlive() || watch.knows("learner"));
            requireAlive(learner, log);
            view.follow(course, watch);
            feed(producer, topics, learner);
            DemoChanges.awaitNone(() -> readings - course.predictions(), PATIENCE);
            // it says how many rows it has learnt after each solution only
            DemoChanges.awaitNone(() -> Math.max(0, readings - SOLVED_EACH + 1 - watch.learnt()), PATIENCE);
            return DriftResult.of(course, watch, readings, shiftAt(), killAt(), readings);
        } finally {
            view.stop();
            watch.stop();
            watching.join();
        }
    }

    DriftCourse course() {
        return course;
    }

    private static void requireAlive(LearnerProcess learner, Path log) {
        if (!learner.isAlive()) {
            throw new CommandFailure("LEARNER_ENDED", "the process of the learner ended; see " + log);
        }
    }

    private void feed(Producer<byte[], byte[]> producer, Topics topics, LearnerProcess learner) {
        RecordEncoder<SensorReading> encoder =
                new RecordEncoder<>(local.registry().register(topics.readings(), SensorReading.getClassSchema()));
        RecordEncoder<Label> labels =
                new RecordEncoder<>(local.registry().register(topics.labels(), Label.getClassSchema()));
        long start = System.nanoTime();
        for (int i = 0; i < readings + LABELS_BEHIND; i++) {
            pace.await(start, i, () -> false);
            if (i < readings) {
                send(producer, topics, encoder, i);
            }
            if (i >= LABELS_BEHIND) {
                label(producer, topics, labels, i - LABELS_BEHIND);
            }
            if (i == killAt()) {
                view.step("kill -9 of the learner, which starts again: predictions go on");
                learner.killAndRestart();
            }
            if (i == shiftAt()) {
                view.step("the scale of sensors 1, 3 and 5 shifts: x becomes 1.3 x + 10");
            }
        }
        producer.flush();
    }

    private static byte[] sensor(int number) {
        return ("sensor-" + number % SENSORS).getBytes(UTF_8);
    }

    private void send(
            Producer<byte[], byte[]> producer, Topics topics, RecordEncoder<SensorReading> encoder, int number) {
        ScaledRows.Row row = rows.row(number);
        course.sent(
                number, row.label(), byFirst.labels().get(Classifier.predicted(byFirst.probabilities(row.features()))));
        SensorReading reading = new SensorReading(
                new String(sensor(number), UTF_8),
                DemoModels.ID.value(),
                Instant.ofEpochMilli(System.currentTimeMillis()),
                null,
                ReadingRecords.features(row.features()));
        producer.send(new ProducerRecord<>(topics.readings(), sensor(number), encoder.encode(reading)));
    }

    private void label(Producer<byte[], byte[]> producer, Topics topics, RecordEncoder<Label> encoder, int number) {
        Label label = new Label(
                new String(sensor(number), UTF_8),
                null,
                new ReadingPosition(topics.readings(), 0, (long) number, 0),
                rows.row(number).label(),
                1.0,
                null);
        producer.send(new ProducerRecord<>(topics.labels(), sensor(number), encoder.encode(label)));
    }
}
