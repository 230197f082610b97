package io.elmstream.http;

import io.elmstream.config.ServeSettings;
import io.elmstream.model.ModelId;
import io.elmstream.serving.ComparedRow;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.ModelsSnapshot;
import io.elmstream.serving.OnDemand;
import io.elmstream.serving.ReadyChoice;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.ScoreRequest;
import io.elmstream.serving.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds the version for a request. Without a version in the path the timeline decides, as for a reading of this moment
 * with the sensor as its key, so challengers take part as they do in the stream. A request that names no sensor is in
 * no challenger's share.
 */
final class Inference {

    /** What a text of a class takes beside its label: a probability, a number, and an object. */
    private static final int TEXT_BYTES = 64;

    private final Supplier<Optional<ModelIndex>> models;
    private final ServeSettings settings;

    /** Goes on with the version that was chosen. */
    @FunctionalInterface
    interface Next {
        Reply with(ReadyChoice choice) throws RequestException;
    }

    /**
     * Creates the service.
     *
     * @param models the models that are served; empty while they are not loaded yet
     */
    Inference(Supplier<Optional<ModelIndex>> models, ServeSettings settings) {
        this.models = models;
        this.settings = settings;
    }

    /** Returns the models that are served at this moment. */
    ModelsSnapshot snapshot() throws RequestException {
        return index().snapshot();
    }

    /** Returns a model that is served. */
    ServedModel model(String name) throws RequestException {
        ModelsSnapshot snapshot = snapshot();
        return snapshot.named(name)
                .orElseThrow(() -> RequestException.notFound(
                        "model '%s' is not served here; served are: %s",
                        name,
                        snapshot.models().stream()
                                .map(each -> each.timeline().modelId())
                                .sorted()
                                .map(ModelId::value)
                                .collect(Collectors.joining(", "))));
    }

    /**
     * Chooses the version that scores a request, and goes on with it; later, if it has to be loaded first.
     *
     * @param version its number, if the request names it
     * @param sensor the key, if the request names it
     */
    Reply choose(ServedModel model, Optional<Integer> version, Optional<String> sensor, Next next)
            throws RequestException {
        return choosing(model, version, sensor).then(next);
    }

    private Choosing choosing(ServedModel model, Optional<Integer> version, Optional<String> sensor)
            throws RequestException {
        ModelId id = model.timeline().modelId();
        if (version.isPresent() && !model.timeline().versions().contains(version.get())) {
            throw RequestException.notFound(
                    "version %d of model '%s' is not reachable; reachable are: %s",
                    version.get(),
                    id,
                    model.timeline().versions().stream()
                            .sorted()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ")));
        }
        ModelIndex index = index();
        return new Choosing(
                index.late(),
                onDemand -> version.isPresent()
                        ? alone(model.version(version.get(), onDemand))
                        : inForce(model, index.clock().getAsLong(), sensor, onDemand),
                version.isPresent()
                        ? "version " + version.get() + " of model '" + id
                                + "' cannot serve here; the log has the reason"
                        : "no version of model '" + id + "' is in force here",
                index.clock(),
                settings.patience());
    }

    private static Optional<ReadyChoice> inForce(
            ServedModel model, long now, Optional<String> sensor, OnDemand onDemand) {
        return sensor.isPresent()
                ? model.choiceAt(now, sensor.get().getBytes(StandardCharsets.UTF_8), onDemand)
                : alone(model.championAt(now, onDemand));
    }

    private static Optional<ReadyChoice> alone(Optional<ReadyVersion> version) {
        return version.map(found -> new ReadyChoice(found, Optional.empty()));
    }

    /** Returns the rows of a request, ready to be scored by the version that was chosen for them. */
    ScoreRequest toScore(ReadyChoice choice, FeatureRows rows) throws RequestException {
        ReadyVersion version = choice.version();
        int classes = version.packed().classes();
        if ((long) rows.count() * classes * Float.BYTES > settings.maxRequestBytes()) {
            throw RequestException.tooLarge(
                    "the probabilities of %d rows with %d classes have more than %d bytes; send fewer rows, or set"
                            + " serve.max.request.bytes",
                    rows.count(), classes, settings.maxRequestBytes());
        }
        checkTexts(rows.count(), longest(version));
        int unusable = rows.firstUnusable(version);
        if (unusable >= 0) {
            int width = version.features().size();
            choice.beside().ifPresent(beside -> ComparedRow.blame(beside, rows.values(), unusable * width, width));
            throw rows.refused(version, unusable);
        }
        return new ScoreRequest(choice, rows.values(), rows.count());
    }

    /**
     * Checks that the most probable classes of each row, as texts, do not take too much memory.
     *
     * @param outputs what was asked for
     */
    void checkClassification(InferRequest.Outputs outputs, ScoreRequest scored) throws RequestException {
        Optional<Integer> top = outputs.of(InferRequest.PROBABILITIES).flatMap(InferRequest.Output::classification);
        if (top.isPresent()) {
            long texts = (long) scored.count() * Math.min(top.get(), scored.classes());
            checkTexts(texts, TEXT_BYTES + longest(scored.version()));
        }
    }

    private void checkTexts(long texts, long bytes) throws RequestException {
        if (texts * bytes > settings.maxRequestBytes()) {
            throw RequestException.tooLarge(
                    "%d labels of up to %d bytes have more than %d bytes; send fewer rows, or set"
                            + " serve.max.request.bytes",
                    texts, bytes, settings.maxRequestBytes());
        }
    }

    private static long longest(ReadyVersion version) {
        return version.served().labels().stream().mapToInt(String::length).max().orElse(0);
    }

    private ModelIndex index() throws RequestException {
        return models.get().orElseThrow(() -> RequestException.unavailable("the models are not loaded yet"));
    }
}
