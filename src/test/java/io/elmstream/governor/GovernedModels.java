package io.elmstream.governor;

import io.elmstream.model.ModelId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the governor's store holds, as plain maps. */
final class GovernedModels {

    private final Governor governor;
    private final Map<ModelId, Governed> models = new HashMap<>();
    private final Map<String, PublishedVersion> versions = new HashMap<>();

    GovernedModels(Governor governor) {
        this.governor = governor;
    }

    Judgement judge(Command command, long now) {
        Judgement judgement = governor.judge(
                Known.of(governed(command.id()), version(command.id(), command.version())), command, now);
        judgement.governed().ifPresent(governed -> models.put(command.id(), governed));
        judgement
                .published()
                .or(judgement::retired)
                .ifPresent(published -> versions.put(key(command.id(), published.version()), published));
        return judgement;
    }

    Optional<Governed> governed(ModelId id) {
        return Optional.ofNullable(models.get(id));
    }

    Optional<PublishedVersion> version(ModelId id, int version) {
        return Optional.ofNullable(versions.get(key(id, version)));
    }

    Map<String, PublishedVersion> versions() {
        return Map.copyOf(versions);
    }

    private static String key(ModelId id, int version) {
        return id + "/" + version;
    }
}
