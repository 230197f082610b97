package io.elmstream.governor;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the governor's store holds, as plain maps. */
final class GovernedModels {

    private final Governor governor;
    private final Map<ModelId, GovernedState> models = new HashMap<>();
    private final Map<String, PublishedVersion> versions = new HashMap<>();

    GovernedModels(Governor governor) {
        this.governor = governor;
    }

    Judgement judge(Command command, long now) {
        CommandContext known = new CommandContext(
                governed(command.id()),
                version(command.id(), command.version()),
                Upload.NONE,
                () -> new byte[0],
                0,
                0,
                Optional.empty(),
                command.id().ruled().flatMap(this::governed).map(GovernedState::contract),
                command.id().ruling().flatMap(this::governed));
        Judgement judgement = governor.judge(known, command, now);
        judgement.governed().ifPresent(governed -> models.put(command.id(), governed));
        written(judgement.effect())
                .ifPresent(published -> versions.put(key(command.id(), published.version()), published));
        return judgement;
    }

    /** The version that an effect writes down. */
    static Optional<PublishedVersion> written(Effect effect) {
        Written written = new Written();
        effect.accept(written);
        return written.version;
    }

    private static final class Written implements Effect.Visitor {

        private Optional<PublishedVersion> version = Optional.empty();

        @Override
        public void none() {}

        @Override
        public void keep(Command.UploadPart part) {}

        @Override
        public void publish(PublishedVersion published) {
            version = Optional.of(published);
        }

        @Override
        public void restore(PublishedVersion published, Timeline timeline, Learning learning) {
            version = Optional.of(published);
        }

        @Override
        public void retire(PublishedVersion retired) {
            version = Optional.of(retired);
        }

        @Override
        public void move(Timeline timeline) {}

        @Override
        public void learn(Learning learning) {}
    }

    Optional<GovernedState> governed(ModelId id) {
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
