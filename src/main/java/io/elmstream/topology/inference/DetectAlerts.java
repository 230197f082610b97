package io.elmstream.topology.inference;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.TaskAlerts;
import io.elmstream.alert.AlertState;
import io.elmstream.alert.AlertStep;
import io.elmstream.alert.Position;
import io.elmstream.topology.Names;
import io.elmstream.topology.OutputLimit;
import io.elmstream.tracing.Traces;
import io.elmstream.wire.AlertRecords;
import io.elmstream.wire.ClearAlert;
import io.elmstream.wire.Outcome;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.SeenAlertState;
import io.elmstream.wire.ValueEncoder;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.AlertCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Follows the predictions of each sensor, and the commands, and forwards the changes of its alert state. */
final class DetectAlerts implements Processor<byte[], Outcome, byte[], byte[]> {

    private final ProcessorContext<byte[], byte[]> context;
    private final AlertSettings settings;
    private final ValueEncoder<Alert> encoder;
    private final OutputHeaders headers;
    private final OutputLimit limit;
    private final AlertStates states;
    private final AlertMetrics metrics;
    /** Empty if there are no rule sets. */
    private final Optional<SensorStates> sensors;

    private final Optional<RuleAlerts> rules;
    private final Optional<InstanceActivity> activity;
    private final Optional<TaskAlerts> standing;
    private final List<StateChange> changes = new ArrayList<>();
    private final Deque<StateChange> unsent = new ArrayDeque<>();
    /** The reading whose changes are being forwarded. */
    private @Nullable Position inWork;

    /**
     * Creates the processor.
     *
     * @param headers of the alerts topic
     * @param limit the limit of the alerts topic; batch-and-predict forwards no prediction whose alert would be too
     *     large
     * @param activity counts the alerts; empty if nobody reads that
     */
    DetectAlerts(
            ProcessorContext<byte[], byte[]> context,
            AlertSettings settings,
            ValueEncoder<Alert> encoder,
            OutputHeaders headers,
            OutputLimit limit,
            Optional<InstanceActivity> activity) {
        this.context = context;
        this.settings = settings;
        this.encoder = encoder;
        this.headers = headers;
        this.limit = limit;
        metrics = new AlertMetrics(context.metrics(), context.taskId(), context::currentSystemTimeMs);
        this.activity = activity;
        standing = activity.map(InstanceActivity::alertsOfTask);
        states = new AlertStates(context.getStateStore(Names.ALERT_STATE_STORE), settings, metrics, standing);
        sensors = settings.rules()
                ? Optional.of(new SensorStates(context.getStateStore(Names.SENSOR_STATE_STORE), settings, metrics))
                : Optional.empty();
        rules = sensors.map(known -> new RuleAlerts(states, known));
    }

    @Override
    public void process(Record<byte[], Outcome> record) {
        if (record.value() instanceof ClearAlert clearing) {
            clear(record, clearing);
        } else if (record.value() instanceof ScoredReading scored) {
            // an event is not later than its record, whose time the broker has checked: one wrong reading makes no
            // other expire
            long time = Math.min(scored.eventTime(), record.timestamp());
            states.advance(time);
            boolean hit = isHit(scored);
            if (hit
                    || scored.isRemembered()
                    || RuleAlerts.mayRaise(scored)
                    || states.mayHold(scored.sensor())
                    || sensors.filter(known -> known.holds(scored)).isPresent()) {
                watch(record, scored, hit, time);
            }
        }
    }

    /**
     * Clears the alert of a command if it stands. The state is stored last: after a timeout in forward the same command
     * is processed again.
     */
    private void clear(Record<byte[], Outcome> record, ClearAlert clearing) {
        AlertCommand command = clearing.command();
        for (String owner : states.ownersOf(command.getModelId(), command.getRule())) {
            SeenAlertState before = states.get(owner, record.key());
            if (before.state().raisedBy().filter(clearing::isOf).isPresent()) {
                Alert alert = AlertRecords.cleared(clearing, record.timestamp());
                forward(record, alert, record.key(), new RecordHeaders());
                states.replace(owner, record.key(), before, AlertState.EMPTY, before.lastSeen());
                sensors.filter(known -> RuleAlerts.watchesSilence(owner))
                        .ifPresent(known -> known.forget(command.getModelId(), record.key()));
                // what a reading in work has computed, but could not forward yet, is out of date
                inWork = null;
            }
        }
    }

    private boolean isHit(ScoredReading scored) {
        boolean inAlertClass = settings.labels().contains(scored.label());
        return settings.rule().isHit(inAlertClass, scored.confidence())
                && !scored.abstained()
                && !scored.suppressesAlerts();
    }

    /**
     * Forwards the changes, and stores the states last: after a timeout in forward the same prediction is processed
     * again, and only what was not forwarded yet follows.
     */
    private void watch(Record<byte[], Outcome> record, ScoredReading scored, boolean hit, long time) {
        Position position = scored.position();
        if (!position.equals(inWork)) {
            unsent.clear();
            changes.clear();
            collect(scored, hit, time, position);
            inWork = position;
        }
        while (!unsent.isEmpty()) {
            StateChange change = unsent.element();
            forward(record, change);
            unsent.remove();
        }
        changes.forEach(change -> {
            states.replace(change.owner(), change.sensor(), change.before(), change.after(), change.time());
            if (change.after().isRaised()) {
                standing.ifPresent(alerts -> tell(alerts, change, scored));
            }
        });
        sensors.ifPresent(known -> {
            if (scored.isRemembered()) {
                if (known.put(scored, time)) {
                    rules.ifPresent(alerts -> alerts.remembered(scored, time));
                }
            } else {
                known.forget(scored, time);
            }
        });
        inWork = null;
    }

    /** A sensor that is silent has no prediction but the one that its alert names. */
    private static void tell(TaskAlerts alerts, StateChange change, ScoredReading scored) {
        long since = AlertStates.since(AlertStates.raisedAt(change.before(), change.after(), change.time()));
        if (Arrays.equals(change.sensor(), scored.sensor())) {
            alerts.predicted(
                    change.owner(), change.sensor(), since, scored.label(), scored.confidence(), scored.eventTime());
        } else {
            change.alert()
                    .ifPresent(alert -> alerts.predicted(
                            change.owner(),
                            change.sensor(),
                            since,
                            alert.getLabel(),
                            alert.getConfidence(),
                            alert.getEventTime().toEpochMilli()));
        }
    }

    private void forward(Record<byte[], Outcome> record, StateChange change) {
        Alert alert = change.alert().orElseThrow();
        if (Arrays.equals(change.sensor(), record.key())) {
            forward(record, alert, change.sensor(), record.headers());
        } else {
            // what other sensors sent says nothing about a sensor that is silent
            Traces.outside(() -> forward(record, alert, change.sensor(), new RecordHeaders()));
        }
    }

    private void forward(Record<byte[], Outcome> record, Alert alert, byte[] sensor, Headers inherited) {
        byte[] value = encoder.encode(alert);
        context.forward(limit.fit(
                new Record<>(sensor, value, record.timestamp(), inherited),
                headers.ofAlert(alert),
                value.length,
                context.currentSystemTimeMs()));
        activity.ifPresent(
                alert.getChange() == AlertChange.RAISED ? InstanceActivity::raised : InstanceActivity::cleared);
    }

    private void collect(ScoredReading scored, boolean hit, long time, Position position) {
        if (!settings.labels().isEmpty()) {
            String owner = scored.version().modelId().value();
            SeenAlertState before = states.get(owner, scored.sensor());
            AlertStep step = settings.rule().next(before.state(), hit, position);
            add(new StateChange(
                    owner,
                    scored.sensor(),
                    before,
                    step.state(),
                    time,
                    step.change().map(change -> AlertRecords.alert(change, scored))));
        }
        rules.ifPresent(alerts -> {
            alerts.findSilent(scored, time, this::add);
            alerts.follow(scored, time, position, this::add);
        });
    }

    private void add(StateChange change) {
        changes.add(change);
        if (change.alert().isPresent()) {
            unsent.add(change);
        }
    }

    @Override
    public void close() {
        standing.ifPresent(TaskAlerts::close);
        metrics.close();
    }
}
