package io.elmstream.topology.learning;

import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.serving.ModelIndex;
import java.util.Optional;
import java.util.function.Supplier;

/** The models that the instance knows. */
interface KnownModels {

    /** Returns a model; empty if it has no champion here. */
    Optional<KnownModel> model(ModelId id);

    /** Reads a version; empty if it is not here, or cannot be read now. */
    Optional<Artefact> artefact(VersionKey version);

    /** Returns those of an index, which is empty before the models topic has been read. */
    static KnownModels of(Supplier<Optional<ModelIndex>> index) {
        return new KnownModels() {
            @Override
            public Optional<KnownModel> model(ModelId id) {
                return index.get()
                        .flatMap(models -> models.snapshot()
                                .model(id)
                                .filter(served -> served.timeline().latest().isPresent())
                                .map(served -> new KnownModel(
                                        served.timeline(),
                                        models.learning(id).orElse(Learning.OFF),
                                        models.newest(id))));
            }

            @Override
            public Optional<Artefact> artefact(VersionKey version) {
                return index.get().flatMap(models -> models.artefact(version));
            }
        };
    }
}
