package io.elmstream.topology;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;

/**
 * The global store of models: the same object for every stream thread of an instance, which is safe since threads only read
 * its immutable snapshot. It is in memory and is filled again from the models topic at each start.
 */
public final class ModelsStore implements StateStore {

    private final String name;
    private final ModelIndex index;
    private boolean open;

    ModelsStore(String name, ModelIndex index) {
        this.name = name;
        this.index = index;
    }

    ModelIndex index() {
        return index;
    }

    /** How this instance stands with every model, by model id. Safe for threads. */
    public Map<String, ModelHealth> health() {
        return index.health();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        index.clear();
        context.register(root, (key, value) -> {});
        open = true;
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
