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
 * The global store of models: one object for all stream threads of an instance, which is safe because threads only read
 * its immutable snapshot. It is in memory and is rebuilt from the models topic at each start.
 */
public final class ModelsStore implements StateStore {

    private final String name;
    private final Function<Path, ModelIndex> create;
    private @Nullable ModelIndex index;
    private boolean open;

    /**
     * Creates a store that is not open.
     *
     * @param create creates the index, given the directory for its files
     */
    ModelsStore(String name, Function<Path, ModelIndex> create) {
        this.name = name;
        this.create = create;
    }

    /** Returns the models; the same object while the store is open. Thread-safe. */
    public ModelIndex index() {
        return Objects.requireNonNull(index, "the store of models is not open yet");
    }

    /** Returns the health of every model on this instance, by model id. Thread-safe. */
    public Map<ModelId, InstanceReport.Model> health() {
        return index().health();
    }

    /**
     * Checks which versions are in force now, and frees those not used lately. To be called every few seconds.
     * Thread-safe.
     */
    public void tick() {
        index().tick();
    }

    /**
     * Returns the versions, as MODEL/VERSION, whose bytes arrived but could not be stored: {@linkplain #offer offer}
     * the records of the models topic again. Thread-safe.
     */
    public Set<String> lost() {
        return index().lost().stream()
                .map(key -> key.modelId() + "/" + key.version())
                .collect(Collectors.toSet());
    }

    /** Reads a record of the models topic again if it is of a version that was lost. Thread-safe. */
    public void offer(byte @Nullable [] value) {
        new ModelRecordReader(index()).readAgain(value, index().lost());
    }

    /** Returns how many versions are in memory, and their size. Thread-safe. */
    public Residency residency() {
        return new Residency(
                index().resident().count(),
                index().resident().bytes(),
                index().resident().loads());
    }

    /**
     * The versions in memory.
     *
     * @param versions their number
     * @param bytes the size of their weights
     * @param loads how often a version was loaded for a late reading
     */
    public record Residency(long versions, long bytes, long loads) {

        /** The value before the models topic has been read. */
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

    /** Opens the store, empty. */
    void open(Path folder) {
        ModelIndex empty = create.apply(folder);
        try {
            empty.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the directory " + folder, e);
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
