package io.elmstream.topology.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.alert.Position;
import io.elmstream.elm.ShortList;
import io.elmstream.labels.Label;
import io.elmstream.labels.LabelOutcome;
import io.elmstream.labels.LabelReading;
import io.elmstream.labels.LabelWindow;
import io.elmstream.labels.LabelledRow;
import io.elmstream.readings.Format;
import io.elmstream.readings.Mappings;
import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.Names;
import io.elmstream.wire.LabelDecoder;
import io.elmstream.wire.LabelledRowCodec;
import io.elmstream.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Joins readings with labels, and forwards labelled rows by model id: the stored form of {@link LabelledRowCodec}. The
 * timer runs only while something waits: every punctuation makes Kafka Streams commit.
 */
final class MatchLabels implements Processor<byte[], byte[], byte[], byte[]>, LabelWindow.Listener {

    private static final long NOTHING = -1;
    private static final long MIN_TICK = 1_000;
    private static final long MAX_TICK = 10_000;
    private static final int TICKS_OF_A_WINDOW = 60;

    private final ProcessorContext<byte[], byte[]> context;
    private final Mappings mappings;
    private final String labelsTopic;
    private final LearningSettings settings;
    private final Supplier<Optional<ModelIndex>> models;
    private final LearnableReadings readings;
    private final LabelDecoder decoder;
    private final LateLabels late;
    private final LabelMetrics metrics;
    private final LabelWindow window;
    private final boolean keysAreSensors;
    private final Deque<LabelledRow> unsent = new ArrayDeque<>();
    private @Nullable Cancellable timer;
    private String lastTopic = "";
    private int lastPartition;
    private long lastOffset = NOTHING;

    /**
     * What the processor works with.
     *
     * @param mappings of the input topics
     * @param labelsTopic the topic of labels; all others have readings
     * @param settings of the window
     * @param models the models that this instance serves; without them there is nothing to learn
     */
    record Inputs(
            Mappings mappings, String labelsTopic, LearningSettings settings, Supplier<Optional<ModelIndex>> models) {}

    MatchLabels(
            ProcessorContext<byte[], byte[]> context,
            Inputs inputs,
            LearnableReadings readings,
            LabelDecoder decoder,
            LateLabels late) {
        this.context = context;
        this.mappings = inputs.mappings();
        this.labelsTopic = inputs.labelsTopic();
        this.settings = inputs.settings();
        this.models = inputs.models();
        this.readings = readings;
        this.decoder = decoder;
        this.late = late;
        this.metrics = new LabelMetrics(context.metrics(), context.taskId(), context::currentSystemTimeMs);
        this.keysAreSensors = mappings.all().stream().allMatch(mapping -> mapping.format() == Format.ELMSTREAM);
        this.window = new LabelWindow(
                settings.labelWindow(),
                settings.maxWaiting(),
                new LabelWindowStore(context.getStateStore(Names.LABEL_WINDOW_STORE)),
                this);
        tick(context.currentSystemTimeMs());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that comes from no topic"));
        // a record that is offered again after a timeout was already taken; only the rest has to be forwarded
        if (!isLast(origin)) {
            if (origin.topic().equals(labelsTopic)) {
                takeLabel(record, origin);
                metrics.waiting(window.labels(), window.readings());
            } else {
                models.get().ifPresent(known -> readings.read(record, origin, known, reading -> take(reading, record)));
            }
            lastTopic = origin.topic();
            lastPartition = origin.partition();
            lastOffset = origin.offset();
            keepTime();
        }
        while (!unsent.isEmpty()) {
            LabelledRow row = unsent.element();
            // brokers reject records of the internal topic whose time is far in the future, as that of a reading may be
            long time = Math.min(record.timestamp(), context.currentSystemTimeMs());
            context.forward(new Record<>(row.modelId().getBytes(UTF_8), LabelledRowCodec.encode(row), time));
            unsent.remove();
        }
    }

    private boolean isLast(RecordMetadata origin) {
        return origin.offset() == lastOffset
                && origin.partition() == lastPartition
                && origin.topic().equals(lastTopic);
    }

    private void take(LabelReading reading, Record<byte[], byte[]> record) {
        Optional<String> problem = reading.own().flatMap(Label::problem);
        problem.ifPresent(why -> metrics.invalid(() -> reading.position() + ", a reading: " + why));
        window.take(
                problem.isEmpty() ? reading : reading.withoutLabel(),
                record.timestamp(),
                context.currentSystemTimeMs());
    }

    private void takeLabel(Record<byte[], byte[]> record, RecordMetadata origin) {
        Position place = new Position(origin.topic(), origin.partition(), origin.offset());
        Label label;
        try {
            label = decoder.decode(record.value());
        } catch (UnreadableRecordException e) {
            metrics.invalid(() -> place + ": " + e.getMessage());
            return;
        }
        Optional<String> problem = label.problem().or(() -> misplaced(label, record.key(), origin.partition()));
        if (problem.isPresent()) {
            metrics.invalid(() -> place + ": " + problem.get());
        } else {
            window.take(label, record.timestamp(), context.currentSystemTimeMs());
        }
    }

    /** Returns why the reading of a label cannot be in this task; empty if it can. */
    private Optional<String> misplaced(Label label, byte @Nullable [] key, int partition) {
        Optional<Position> position = label.position();
        if (position.isPresent() && mappings.of(position.get().topic()).isEmpty()) {
            return Optional.of("the field position.topic is '" + position.get().topic()
                    + "', which is no input; inputs are " + mappings.topics());
        }
        if (position.isPresent() && position.get().partition() != partition) {
            return Optional.of("its reading is in partition " + position.get().partition()
                    + ", and the label in another one; send it with the key of its reading");
        }
        boolean ofSensor = key != null && Arrays.equals(key, label.sensor().getBytes(UTF_8));
        return ofSensor || !keysAreSensors
                ? Optional.empty()
                : Optional.of("the field sensorId is '" + label.sensor() + "', and the key is "
                        + (key == null ? "null" : "'" + ShortList.shortened(new String(key, UTF_8)) + "'")
                        + "; send it with the key of its reading, the sensor id");
    }

    @Override
    public void joined(LabelledRow row, boolean fromReading) {
        unsent.add(row);
        if (!fromReading) {
            models.get().ifPresent(known -> late.count(row, known.snapshot()));
        }
    }

    @Override
    public void outcome(LabelOutcome outcome, Label label, String detail) {
        switch (outcome) {
            case CONTRADICTORY ->
                metrics.contradictory(
                        () -> "'" + label.label() + "' for the sensor '" + label.sensor() + "', but " + detail);
            case INVALID -> metrics.invalid(() -> detail);
            default -> metrics.outcome(outcome);
        }
    }

    @Override
    public void readingDisplaced() {
        metrics.readingDisplaced(settings.maxWaiting());
    }

    private void keepTime() {
        if (timer == null && window.readings() + window.labels() > 0) {
            long tick = settings.labelWindow().toMillis() / TICKS_OF_A_WINDOW;
            timer = context.schedule(
                    Duration.ofMillis(Math.max(MIN_TICK, Math.min(MAX_TICK, tick))),
                    PunctuationType.WALL_CLOCK_TIME,
                    this::tick);
        }
    }

    private void tick(long now) {
        window.advance(now);
        metrics.waiting(window.labels(), window.readings());
        if (timer != null && window.readings() + window.labels() == 0) {
            timer.cancel();
            timer = null;
        } else {
            keepTime();
        }
    }

    @Override
    public void close() {
        metrics.close();
    }
}
