package io.elmstream.topology.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.governor.Command;
import io.elmstream.labels.LabelledRow;
import io.elmstream.model.ModelId;
import io.elmstream.serving.RareWarning;
import io.elmstream.topology.Names;
import io.elmstream.wire.LabelledRowCodec;
import io.elmstream.wire.RecordEncoder;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.ModelLearner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns labelled rows, which arrive by model, and sends commands and what it says of the models. It sets a timer only
 * while a solution is under way or rows wait for one: every punctuation makes Kafka Streams commit.
 */
final class LearnModels implements Processor<byte[], byte[], byte[], byte[]>, LearnerOutput {

    private static final Logger LOG = LoggerFactory.getLogger(LearnModels.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long NOTHING = -1;

    /** A model may take one of so many parts: the same process scores readings. */
    private static final int PARTS_OF_HEAP = 4;

    private final ProcessorContext<byte[], byte[]> context;
    private final CommandSender sender;
    private final RecordEncoder<ModelLearner> statuses;
    private final Executor executor;
    private final LearnMetrics metrics;
    private final LearningModel.Shared shared;
    private final Map<String, LearningModel> models = new HashMap<>();
    private final RareWarning leftOut = new RareWarning(LOG);
    private long lastOffset = NOTHING;
    private @Nullable Cancellable looking;
    private @Nullable Cancellable waiting;

    /**
     * Creates the processor.
     *
     * @param executor solves for output weights
     */
    LearnModels(
            ProcessorContext<byte[], byte[]> context,
            LearningTopology.Setup setup,
            CommandSender sender,
            RecordEncoder<ModelLearner> statuses,
            Executor executor) {
        this.context = context;
        this.sender = sender;
        this.statuses = statuses;
        this.executor = executor;
        this.metrics = new LearnMetrics(context.metrics(), context.taskId());
        this.shared = new LearningModel.Shared(
                setup.settings(),
                setup.applicationId(),
                setup.product(),
                KnownModels.of(setup.models()),
                new KafkaLearnerStore(context.getStateStore(Names.LEARNER_STATE_STORE)),
                this,
                Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long now = context.currentSystemTimeMs();
        long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(NOTHING);
        if (offset != NOTHING && offset == lastOffset) {
            // it is offered again because an output timed out; a row must not be learnt twice
            return;
        }
        lastOffset = offset;
        try {
            LabelledRow row = LabelledRowCodec.decode(record.value());
            if (ModelId.isValid(row.modelId())) {
                models.computeIfAbsent(
                                row.modelId(), id -> new LearningModel(new ModelId(id), shared, new Solving(executor)))
                        .take(row, now);
            } else {
                leftOut("a row at offset " + offset + " of a model whose id is none");
            }
        } catch (UnreadableRecordException e) {
            leftOut("a row at offset " + offset + ": " + e.getMessage());
        }
        setTimers();
    }

    private void setTimers() {
        Collection<LearningModel> all = models.values();
        if (looking == null && all.stream().anyMatch(LearningModel::isSolving)) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::look);
        }
        if (waiting == null && all.stream().anyMatch(LearningModel::hasNewRows)) {
            waiting = context.schedule(shared.settings().every(), PunctuationType.WALL_CLOCK_TIME, this::solve);
        }
    }

    private void look(long now) {
        models.values().forEach(model -> model.takeUp(now));
        if (models.values().stream().noneMatch(LearningModel::isSolving)) {
            looking = stopped(looking);
        }
    }

    private void solve(long now) {
        waiting = stopped(waiting);
        models.values().forEach(LearningModel::solve);
        look(now);
        setTimers();
    }

    private static @Nullable Cancellable stopped(@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }

    @Override
    public long command(Command command, long highest) {
        CommandSender.Sent sent = sender.record(command, highest, context.currentSystemTimeMs());
        context.forward(sent.record(), Names.LEARNER_CONTROL_SINK);
        return Math.max(highest, sent.number());
    }

    @Override
    public void status(ModelId id, ModelLearner status) {
        metrics.says(id, status);
        context.forward(
                new Record<>(
                        ReportRecords.learnerKey(id).getBytes(UTF_8),
                        statuses.encode(status),
                        context.currentSystemTimeMs()),
                Names.LEARNER_STATUS_SINK);
    }

    @Override
    public void learnt() {
        metrics.learnt.record();
    }

    @Override
    public void leftOut(String why) {
        metrics.leftOut.record();
        leftOut.warn(context.currentSystemTimeMs(), () -> "a labelled row was not learnt: " + why);
    }

    @Override
    public void solved() {
        metrics.solved.record();
    }

    @Override
    public void proposed() {
        metrics.proposed.record();
    }

    @Override
    public void close() {
        looking = stopped(looking);
        waiting = stopped(waiting);
        metrics.close();
    }
}
