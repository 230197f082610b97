package io.elmstream.cli.model;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.client.ModelsTable;
import io.elmstream.client.StatusTopic;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Step.Deployment;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Lets a command wait until what the governor accepted is in force everywhere. */
final class WaitOption {

    private static final long PAUSE_MILLIS = 200;

    @Option(
            names = "--wait",
            description = "also wait, at most --timeout, until the change is in force and its versions are ready on"
                    + " all live instances")
    private boolean wait;

    /**
     * Returns when the change is in force, if the user wants to wait for that.
     *
     * @throws CommandFailure if it is not in force in time; it stays accepted
     */
    void await(GovernorOptions governor, GovernorAnswer answer) {
        if (!wait) {
            return;
        }
        ModelId id = new ModelId(answer.model());
        long deadline = governor.deadline();
        try {
            for (Optional<String> lack = lack(governor, id, answer); lack.isPresent(); ) {
                if (System.nanoTime() >= deadline) {
                    throw new CommandFailure(
                            "TIMEOUT", "the change was accepted, but is not in force yet: " + lack.get());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                lack = lack(governor, id, answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("TIMEOUT", "the change was accepted; the wait for it was interrupted");
        }
    }

    private static Optional<String> lack(GovernorOptions governor, ModelId id, GovernorAnswer answer) {
        return lack(governor.connection().models(), id, answer, System.currentTimeMillis());
    }

    /**
     * Returns what a change is waiting for; empty if it is in force.
     *
     * @param now epoch milliseconds
     */
    static Optional<String> lack(ModelsTable table, ModelId id, GovernorAnswer answer, long now) {
        Optional<Instant> from = answer.effectiveFrom().map(Instant::parse);
        if (from.isPresent() && from.get().toEpochMilli() > now) {
            return Optional.of("it takes effect at " + from.get());
        }
        if (table.live().isEmpty()) {
            return Optional.of(
                    table.stale().isEmpty()
                            ? "no instance is running"
                            : "no instance has reported within the last " + InstanceReport.STALE.toSeconds()
                                    + " s by the clock here");
        }
        long revision = answer.revision().orElse(0L);
        for (InstanceReport report : table.live()) {
            if (StatusTopic.model(report, id)
                            .map(InstanceReport.Model::revision)
                            .orElse(0L)
                    < revision) {
                return Optional.of(report.instanceId() + " does not know it yet");
            }
        }
        Optional<Deployment> inForce = table.timeline(id).stepAt(now);
        return inForce.stream()
                .flatMap(step ->
                        step.versions().filter(version -> version != Step.NONE).boxed())
                .flatMap(version -> notReady(table, new VersionKey(id, version)))
                .findFirst();
    }

    private static Stream<String> notReady(ModelsTable table, VersionKey version) {
        Map<String, String> waiting = table.notReady(version);
        return waiting.entrySet().stream()
                .map(instance ->
                        "version " + version.version() + " on " + instance.getKey() + " " + instance.getValue());
    }
}
