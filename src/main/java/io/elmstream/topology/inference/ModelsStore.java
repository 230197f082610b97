package io.elmstream.topology.inference;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.serving.ModelIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.jspecify.annotations.Nullable;

/**
 * The global store of models: the same object for every stream thread of an instance, which is safe since threads only
 * read its immutable snapshot. It is in memory and is filled again from the models topic at each start.
 */
public final class ModelsStore implements StateStore {

    private final String name;
    private final Function<Path, ModelIndex> create;
    private @Nullable ModelIndex index;
    private boolean open;

    /** @param create makes the index, given the folder for its files */
    ModelsStore(String name, Function<Path, ModelIndex> create) {
        this.name = name;
        this.create = create;
    }

    ModelIndex index() {
        return Objects.requireNonNull(index, "the store of models is not open yet");
    }

    /** How this instance stands with every model, by model id. Safe for threads. */
    public Map<ModelId, InstanceReport.Model> health() {
        return index().health();
    }

    /**
     * To be called every few seconds: looks again what is in force now, and frees what nobody asked for lately. Safe
     * for threads.
     */
    public void tick() {
        index().tick();
    }

    /**
     * The versions whose bytes came and could not be kept, as MODEL/VERSION: offer the models topic {@linkplain #offer
     * again}. Safe for threads.
     */
    public Set<String> lost() {
        return index().lost().stream()
                .map(key -> key.modelId() + "/" + key.version())
                .collect(Collectors.toSet());
    }

    /** Takes a record of the models topic once more, if it is of a version that was lost. Safe for threads. */
    public void offer(byte @Nullable [] value) {
        new ModelRecordReader(index()).readAgain(value, index().lost());
    }

    /** How many versions are in memory, and what they take. Safe for threads. */
    public Residency residency() {
        return new Residency(
                index().resident().count(),
                index().resident().bytes(),
                index().resident().loads());
    }

    /**
     * What is in memory.
     *
     * @param versions how many
     * @param bytes what their weights take
     * @param loads how often a version was loaded because a late reading asked for it
     */
    public record Residency(long versions, long bytes, long loads) {

        /** Before the models topic has been read. */
        public static final Residency NONE = new Residency(0, 0, 0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open(context.stateDir().toPath().resolve(name));
        context.register(root, (key, value) -> {});
        open = true;
    }

    /** Begins with nothing. */
    void open(Path folder) {
        ModelIndex empty = create.apply(folder);
        try {
            empty.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder, e);
        }
        index = empty;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
