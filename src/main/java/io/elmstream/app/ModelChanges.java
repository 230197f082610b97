package io.elmstream.app;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Readiness;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;

/**
 * Logs what changes about the models of an instance: one event for each change, with model, version, revision and
 * instance also as key-value pairs, which a log in JSON has as fields. At most {@link #MOST} events a minute.
 */
final class ModelChanges {

    /** The largest number of events in {@link #PERIOD}. */
    static final int MOST = 30;

    static final Duration PERIOD = Duration.ofMinutes(1);

    /** What an event is made from. */
    private record Known(int champion, long trial, Map<Integer, Readiness> versions) {

        static final Known NOTHING = new Known(0, 0, Map.of());

        static Known of(InstanceReport.Model model) {
            Map<Integer, Readiness> versions = new TreeMap<>();
            model.versions().forEach(version -> versions.put(version.version(), version.readiness()));
            return new Known(
                    model.serving().orElse(0),
                    model.comparison().map(InstanceReport.Compared::revision).orElse(0L),
                    versions);
        }
    }

    private final Logger log;
    private final String instance;
    private final Map<ModelId, Known> known = new HashMap<>();
    private long began;
    private int told;
    private long leftOut;

    /** @param instance id of this instance */
    ModelChanges(Logger log, String instance) {
        this.log = log;
        this.instance = instance;
    }

    /**
     * Logs what has changed since the last call.
     *
     * @param models the state of every model on this instance
     * @param now epoch milliseconds
     */
    void take(Collection<InstanceReport.Model> models, long now) {
        if (now - began >= PERIOD.toMillis()) {
            if (leftOut > 0) {
                log.info("{} further changes of models were not logged", leftOut);
            }
            began = now;
            told = 0;
            leftOut = 0;
        }
        for (InstanceReport.Model model : models) {
            Known after = Known.of(model);
            compare(
                    model,
                    Optional.ofNullable(known.put(model.modelId(), after)).orElse(Known.NOTHING),
                    after);
        }
    }

    private void compare(InstanceReport.Model model, Known before, Known after) {
        model.versions().stream()
                .filter(version -> before.versions().get(version.version()) != version.readiness())
                .forEach(version -> {
                    if (version.readiness() == Readiness.READY) {
                        tell(model, version.version(), "is ready");
                    } else if (version.readiness() == Readiness.FAILED) {
                        tell(
                                model,
                                version.version(),
                                "cannot serve: " + version.reason().orElse("no reason is known"));
                    }
                });
        if (after.champion() != before.champion()) {
            tell(
                    model,
                    after.champion() == 0 ? before.champion() : after.champion(),
                    after.champion() == 0 ? "is no longer the champion" : "is the champion");
        }
        if (after.trial() != before.trial()) {
            tell(model, after.champion(), after.trial() == 0 ? "has no challenger any more" : "has a challenger");
        }
    }

    private void tell(InstanceReport.Model model, int version, String what) {
        if (told >= MOST) {
            leftOut++;
            return;
        }
        told++;
        log.atInfo()
                .addKeyValue("model", model.modelId().value())
                .addKeyValue("version", version)
                .addKeyValue("revision", model.revision())
                .addKeyValue("instance", instance)
                .log("version {} of model {} {}, by revision {}", version, model.modelId(), what, model.revision());
    }
}
