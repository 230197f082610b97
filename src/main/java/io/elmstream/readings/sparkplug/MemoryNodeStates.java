package io.elmstream.readings.sparkplug;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** States in memory, for a range of records that is read from its beginning. Not thread-safe. */
public final class MemoryNodeStates implements NodeStates {

    private final TreeMap<String, byte[]> states = new TreeMap<>();

    @Override
    public byte @Nullable [] get(String sender) {
        return states.get(sender);
    }

    @Override
    public void put(String sender, byte[] state) {
        states.put(sender, state);
    }

    @Override
    public void forget(String sender) {
        states.remove(sender);
    }

    @Override
    public void forgetDevices(String node) {
        // the character after the slash, so that all names between begin with the slash
        states.subMap(node + "/", node + "0").clear();
    }
}
