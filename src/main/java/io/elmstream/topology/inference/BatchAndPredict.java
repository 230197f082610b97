package io.elmstream.topology.inference;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.TaskLatency;
import io.elmstream.batch.BatchPolicy;
import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rejection;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.rollout.Mode;
import io.elmstream.serving.ComparedRow;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.ModelsSnapshot;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.RuleJudge;
import io.elmstream.serving.SensorMemory;
import io.elmstream.topology.Names;
import io.elmstream.topology.inference.LateReadings.LateReading;
import io.elmstream.tracing.TaskTraces;
import io.elmstream.tracing.Traces;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.ServedVersion;
import io.elmstream.wire.ValueEncoder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
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
 * Collects readings into micro-batches, scores them and forwards the outcomes in order, then compares the predictions
 * of challenger and champion. A batch is flushed when it is full, when its oldest reading has lingered, before every
 * commit, before a command about alerts, and before a new snapshot of the models takes effect. Readings that need a
 * version which no longer serves are forwarded last, once it is loaded.
 */
final class BatchAndPredict implements Processor<byte[], byte[], byte[], Outcome>, CommitHook.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(BatchAndPredict.class);
    private static final long NOTHING = -1;
    private static final Optional<Rejection> MISSING = Optional.of(Rejection.NOT_LOADED);

    private final BatchPolicy policy;
    private final Intake intake;
    private final InferenceSettings settings;
    private final MicroBatch<ReadyVersion, WaitingReading> batch = new MicroBatch<>();
    private final RecentReadings recent = new RecentReadings();

    private final ProcessorContext<byte[], Outcome> context;
    private final CommitHook hook;
    private final ModelIndex models;
    private final LateReadings late;
    private final ScoredReading scored;
    private final BatchMetrics metrics;
    private final RejectionCounts counts;
    private final GroupScorer scorer;
    private final Outputs outputs;
    private final RuleJudge judge;
    private final LongSupplier nanoTime;
    private final Optional<TaskLatency> latency;
    private final Optional<TaskTraces> traces;
    /** When the batch that is leaving was scored, in epoch milliseconds. */
    private long scoredAt;

    private @Nullable Cancellable lingerTimer;
    /** The reading whose prediction was forwarded, but did not reach the alerts because of a timeout. */
    private @Nullable WaitingReading predicted;

    private ModelsSnapshot inForce = ModelsSnapshot.empty();
    private String lastTopic = "";
    private long lastOffset = NOTHING;
    /** Rejected readings, of records with others, whose dead letters have to be forwarded. */
    private final Deque<RejectedReadings> rejected = new ArrayDeque<>();

    private long oldestSince;

    BatchAndPredict(
            ProcessorContext<byte[], Outcome> context,
            InferenceSettings settings,
            ForwardPass forwardPass,
            LongSupplier nanoTime,
            Intake intake,
            ValueEncoder<ScoredReading> encoder,
            RefusedReadings refused,
            Optional<InstanceActivity> activity,
            Optional<Traces> traces) {
        this.context = context;
        this.settings = settings;
        this.policy = settings.batch();
        this.intake = intake;
        ModelsStore store = context.getStateStore(Names.MODELS_STORE);
        models = store.index();
        late = new LateReadings(models.late(), LateReadings.PATIENCE, models.clock());
        scored = new ScoredReading(context.taskId().toString(), encoder);
        metrics = new BatchMetrics(context.metrics(), context.taskId());
        counts = new RejectionCounts(context, activity);
        this.nanoTime = nanoTime;
        latency = activity.map(InstanceActivity::latencyOfTask);
        scorer = new GroupScorer(forwardPass, settings.cache(), nanoTime, metrics::cached);
        this.traces = traces.map(all -> all.ofTask(
                context.applicationId(),
                context.taskId().toString(),
                context.taskId().partition()));
        outputs = new Outputs(context, settings, refused, this.traces);
        judge = new RuleJudge(
                settings.alerts().rules()
                        ? SensorStates.memory(context.getStateStore(Names.SENSOR_STATE_STORE))
                        : SensorMemory.NONE);
        hook = context.getStateStore(Names.MICRO_BATCH_STORE);
        hook.attach(context, this);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = Objects.requireNonNull(hook.origin());
        if (origin.offset() != lastOffset || !origin.topic().equals(lastTopic)) {
            ModelsSnapshot latest = models.snapshot();
            if (latest != inForce) {
                long begun = nanoTime.getAsLong();
                flush(Trigger.SWAP);
                batch.forgetModels();
                countLateSteps(latest);
                inForce = latest;
                metrics.swapped(nanoTime.getAsLong() - begun);
            }
            if (batch.isLeaving()) {
                flush(Trigger.SIZE);
            }
            take(record, origin);
            lastTopic = origin.topic();
            lastOffset = origin.offset();
        }
        buryRejected();
        // a record that is offered again after a timeout was already added; only the rest of its batch has to be
        // forwarded
        if (batch.isLeaving() || (isWaiting() && policy.isFull(waiting()))) {
            flush(Trigger.SIZE);
        }
    }

    private boolean isWaiting() {
        return !batch.isEmpty() || !late.isEmpty();
    }

    private int waiting() {
        return batch.size() + late.size();
    }

    /** Counts the predictions made before a step that should have decided them was known. */
    private void countLateSteps(ModelsSnapshot latest) {
        latest.models()
                .forEach(now -> inForce.model(now.timeline().modelId())
                        .filter(before -> before.timeline() != now.timeline())
                        .map(before -> recent.underOlderRevision(before.timeline(), now.timeline()))
                        .ifPresent(predictions ->
                                models.underOlderRevision(now.timeline().modelId(), predictions)));
    }

    private void take(Record<byte[], byte[]> record, RecordMetadata origin) {
        if (outputs.buryRefused(record, origin)) {
            counts.add(origin, record.key(), Rejection.REFUSED_BY_BROKER, "");
            return;
        }
        Optional<Rejection> rejection = late.isEmpty()
                ? intake.take(record, origin, inForce, late.versions(), batch)
                : intake.look(record, origin, inForce, late.versions());
        if (!late.isEmpty() || rejection.equals(MISSING)) {
            late.add(record, origin);
        } else if (rejection.isPresent()) {
            bury(record, origin, rejection.get(), intake.detail());
            return;
        }
        rejected.addAll(intake.rejected());
        if (isWaiting() && lingerTimer == null && !policy.isFull(waiting())) {
            oldestSince = context.currentSystemTimeMs();
            lingerTimer =
                    context.schedule(policy.linger(), PunctuationType.WALL_CLOCK_TIME, now -> flush(Trigger.LINGER));
        }
    }

    @Override
    public void beforeCommit() {
        flush(Trigger.COMMIT);
        late.committed();
    }

    @Override
    public void beforeOther() {
        flush(Trigger.COMMAND);
    }

    private void flush(Trigger trigger) {
        if (!isWaiting()) {
            buryRejected();
            return;
        }
        int size = waiting();
        long waited = lingerTimer == null ? 0 : context.currentSystemTimeMs() - oldestSince;
        RecordMetadata before = hook.origin();
        try {
            drain();
            leaveLate();
            buryRejected();
        } finally {
            hook.speakFor(before);
        }
        stopTimer();
        metrics.flushed(trigger, size, waited);
    }

    private void leaveLate() {
        if (late.isEmpty()) {
            return;
        }
        int readings = late.size();
        Duration waited = late.leave(this::takeLate, this::drain);
        metrics.late(readings, waited.toMillis());
        if (late.isImpatient()) {
            context.commit();
        }
    }

    private boolean takeLate(LateReading reading, boolean mayWait) {
        Optional<Rejection> rejection =
                intake.take(reading.record(), reading.origin(), inForce, late.versions(), batch);
        if (mayWait && rejection.equals(MISSING) && !late.versions().isHindered()) {
            return false;
        }
        hook.speakFor(reading.origin());
        rejection.ifPresent(reason -> bury(reading.record(), reading.origin(), reason, intake.detail()));
        rejected.addAll(intake.rejected());
        return true;
    }

    private void drain() {
        scoredAt = context.currentSystemTimeMs();
        List<WaitingReading> waiting = batch.waiting();
        if (traces.isEmpty() || waiting.isEmpty()) {
            leaveBatch();
        } else {
            traces.get().follow(waiting, this::leaveBatch);
        }
        latency.ifPresent(TaskLatency::addUp);
    }

    private void leaveBatch() {
        batch.drain(this::score, this::leave, this::compare);
    }

    private void score(Rows<ReadyVersion> rows) {
        ServedVersion version = rows.model().served();
        String model = version.modelId().value();
        long start = nanoTime.getAsLong();
        try {
            scorer.score(rows);
            rows.model().counts().scored(rows.count(), nanoTime.getAsLong() - start);
            scoredAt = context.currentSystemTimeMs();
            rows.model().quality().ifPresent(quality -> quality.add(rows));
            traces.ifPresent(tracing -> tracing.scored(model, version.version()));
        } catch (RuntimeException e) {
            // these readings become dead letters, or errors of a challenger; the others are not affected
            LOG.error("version {} of model {} could not score", version.version(), version.modelId(), e);
            traces.ifPresent(tracing -> tracing.failed(model, version.version(), e));
            Arrays.fill(rows.scores(rows.model().packed().classes()), Float.NaN);
        }
    }

    private void leave(WaitingReading reading, Rows<ReadyVersion> rows, int row) {
        RecordMetadata origin = reading.origin();
        show(reading, rows, row, rows.readings());
        hook.speakFor(origin);
        if (scored.failed()) {
            bury(reading, Rejection.SCORING_FAILED, "");
            return;
        }
        inForce.rules(rows.model().served().modelId())
                .ifPresent(rules -> judge.judge(
                        rules,
                        rows.model(),
                        scored,
                        rows.values(),
                        row * rows.width(),
                        Math.min(reading.eventTime(), reading.record().timestamp()),
                        context.currentSystemTimeMs()));
        Record<byte[], Outcome> prediction = reading.output(scored);
        if (predicted != reading) {
            if (!outputs.predict(prediction, scored)) {
                bury(reading, Rejection.TOO_LARGE, outputs.tooLarge(scored));
                return;
            }
            predicted = reading;
        }
        outputs.detectAlert(prediction);
        judge.count();
        predicted = null;
        recent.add(rows.model().served().modelId(), reading.eventTime());
        rows.model().counts().predicted(scored.top(), reading.actual(), scored.verified());
        if (scored.abstained()) {
            rows.model().counts().abstained();
        }
        if (latency.isPresent()) {
            latency.get().add(scoredAt - reading.record().timestamp());
        }
    }

    private void show(WaitingReading reading, Rows<ReadyVersion> rows, int row, int batchSize) {
        RecordMetadata origin = reading.origin();
        int classes = rows.model().packed().classes();
        scored.batch(rows.sequence(origin.offset()), batchSize);
        scored.source(origin.topic(), origin.partition(), origin.offset(), Math.max(0, reading.index()));
        scored.scored(
                reading.sensor(),
                reading.eventTime(),
                rows.model().served(),
                rows.scores(classes),
                row * classes,
                rows.verified()[row]);
        scored.features(rows.values(), row * rows.width());
    }

    /** Counts the predictions of two versions for one reading, and forwards the prediction of a shadow. */
    private void compare(WaitingReading reading, Rows<ReadyVersion> rows, int row) {
        if (reading.comparison().isEmpty()) {
            return;
        }
        ComparedRow other = reading.comparison().get();
        boolean shadow = other.beside().mode() == Mode.SHADOW;
        show(reading, rows, row, rows.readings());
        Optional<String> counted = label();
        show(reading, other.rows(), other.row(), other.rows().count());
        Optional<String> beside = label();
        if (shadow && settings.publishShadow() && beside.isPresent()) {
            hook.speakFor(reading.origin());
            outputs.shadow(reading.output(scored), scored);
        }
        other.beside().compare(counted, beside, other.label());
    }

    private Optional<String> label() {
        return scored.failed() ? Optional.empty() : Optional.of(scored.label());
    }

    private void bury(Record<byte[], byte[]> record, RecordMetadata origin, Rejection reason, String detail) {
        outputs.bury(record, origin, reason, detail);
        counts.add(origin, record.key(), reason, detail);
    }

    private void buryRejected() {
        RecordMetadata before = hook.origin();
        while (!rejected.isEmpty()) {
            RejectedReadings next = rejected.element();
            hook.speakFor(next.origin());
            outputs.bury(next);
            counts.add(next.origin(), next.record().key(), next.reason(), next.inWords());
            rejected.remove();
        }
        hook.speakFor(before);
    }

    private void bury(WaitingReading reading, Rejection reason, String detail) {
        if (reading.isInPack()) {
            RejectedReadings rejectedOne = RejectedReadings.of(reading, reason, detail);
            outputs.bury(rejectedOne);
            counts.add(reading.origin(), reading.sensor(), reason, rejectedOne.inWords());
        } else {
            bury(reading.record(), reading.origin(), reason, detail);
        }
    }

    @Override
    public void forget() {
        batch.clear();
        late.clear();
        recent.clear();
        predicted = null;
        rejected.clear();
        lastOffset = NOTHING;
        stopTimer();
    }

    @Override
    public void close() {
        hook.detach();
        metrics.close();
        counts.close();
    }

    /** An idle task must not be woken: every punctuation makes Kafka Streams commit. */
    private void stopTimer() {
        if (lingerTimer != null) {
            lingerTimer.cancel();
            lingerTimer = null;
        }
    }
}
