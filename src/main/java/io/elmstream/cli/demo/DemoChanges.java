package io.elmstream.cli.demo;

import static io.elmstream.cli.demo.DemoModels.ID;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Promote;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.InstanceReport.Readiness;
import io.elmstream.rollout.Mode;
import io.elmstream.rollout.Share;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The changes that the demo makes to the models. Every method returns when its change is in force. */
public final class DemoChanges {

    /**
     * A model file that the governor rejected; also its JSON.
     *
     * @param version version as which the file was published
     * @param code reason
     * @param message reason as text
     */
    public record RefusedModel(int version, String code, String message) {}

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Share HALF = new Share(5_000);

    private final LocalElmstream local;
    private final ModelControl control;
    private final DemoWatch watch;
    private final DemoView view;

    DemoChanges(LocalElmstream local, ModelControl control, DemoWatch watch, DemoView view) {
        this.local = local;
        this.control = control;
        this.watch = watch;
        this.view = view;
    }

    /** Publishes a version and activates it directly. */
    ModelStatus activate(int version, byte[] artefact) {
        publish(version, artefact);
        ModelStatus status = accepted(control.activate(new VersionKey(ID, version)));
        awaitForce(version, status);
        view.step("version " + version + " is champion" + revision(status));
        return status;
    }

    /** Publishes a version and makes it a challenger. */
    void shadow(int version, byte[] artefact) {
        publish(version, artefact);
        Challenger challenger = new Challenger(version, Mode.SHADOW, HALF, Optional.empty());
        ModelStatus status =
                accepted(control.ask(new Challenge(ModelControl.requestId(), ID, challenger, OptionalLong.empty())));
        awaitForce(version, status);
        view.step(challenger + " of the sensors" + revision(status));
    }

    /** Promotes the challenger when enough readings have been compared. */
    void promote(int version, long enough) {
        await(() -> watch.seen()
                .comparison()
                .filter(result -> result.compared() >= enough)
                .isPresent());
        watch.seen().comparison().ifPresent(result -> view.step(DemoSummary.compared(result)));
        ModelStatus status =
                accepted(control.ask(new Promote(ModelControl.requestId(), ID, version, OptionalLong.empty())));
        awaitForce(version, status);
        view.step("version " + version + " is promoted" + revision(status));
    }

    /** Publishes a damaged file, which the governor must reject. */
    RefusedModel refuse(int version, byte[] broken) {
        ModelStatus status = answered(control.publish(new VersionKey(ID, version), broken, false));
        if (status.getOutcome() != CommandOutcome.REFUSED) {
            throw new CommandFailure("NOT_REFUSED", "the governor accepted a broken model: " + status.getMessage());
        }
        view.step("version " + version + " is damaged and is rejected: " + status.getCode());
        return new RefusedModel(version, status.getCode(), status.getMessage());
    }

    /** Rolls back the step that activated a version. */
    RollbackTiming takeBack(int version, ModelStatus brought) {
        DemoWatch.Seen seen = watch.seen();
        view.step("rolling back version " + version + ": " + (seen.alertsRaised() - seen.alertsCleared())
                + " alerts are active");
        RollbackTiming measured = new RollbackTiming(
                version, brought.getRevision(), brought.getEffectiveFrom().toEpochMilli(), System.nanoTime());
        watch.tell(measured);
        Command rollback = new Rollback(ModelControl.requestId(), ID, version, OptionalLong.of(brought.getRevision()));
        ModelStatus status = accepted(control.ask(rollback));
        view.step("version " + status.getChampion() + " is champion again" + revision(status));
        return measured;
    }

    private void publish(int version, byte[] artefact) {
        view.step(String.format(Locale.ROOT, "publishing version %d, %,d bytes", version, artefact.length));
        accepted(control.publish(new VersionKey(ID, version), artefact, false));
    }

    private void awaitForce(int version, ModelStatus status) {
        Instant effective = status.getEffectiveFrom() == null ? Instant.EPOCH : status.getEffectiveFrom();
        await(() -> Instant.now().isAfter(effective) && isReady(version));
    }

    private boolean isReady(int version) {
        return Optional.ofNullable(local.elmstream().models().get(ID)).stream()
                .flatMap(model -> model.versions().stream())
                .anyMatch(known -> known.version() == version && known.readiness() == Readiness.READY);
    }

    private static String revision(ModelStatus status) {
        return ", revision " + status.getRevision();
    }

    private static ModelStatus accepted(Optional<ModelStatus> answer) {
        ModelStatus status = answered(answer);
        if (status.getOutcome() == CommandOutcome.REFUSED) {
            throw new CommandFailure("REFUSED", "the governor refused: " + status.getMessage());
        }
        return status;
    }

    private static ModelStatus answered(Optional<ModelStatus> answer) {
        return answer.orElseThrow(() ->
                new CommandFailure("TIMEOUT", "the governor did not answer within " + PATIENCE.toSeconds() + " s"));
    }

    /** Waits for a condition; what did not happen in time is visible in the audit. */
    static void await(BooleanSupplier condition) {
        await(condition, PATIENCE);
    }

    /**
     * Waits until nothing is left, for as long as the number decreases: on a slow machine, pending readings must not be
     * counted as lost.
     *
     * @param patience how long the number may stay the same
     */
    static void awaitNone(LongSupplier left, Duration patience) {
        long before = Long.MAX_VALUE;
        for (long now = left.getAsLong(); now > 0 && now < before; now = left.getAsLong()) {
            long open = now;
            before = open;
            await(() -> left.getAsLong() < open, patience);
        }
    }

    private static void await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
