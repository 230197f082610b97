package io.elmstream.readings.sparkplug;

import org.jspecify.annotations.Nullable;

/** What is remembered of edge nodes and their devices, in a form that {@link HeldMetrics} knows. */
public interface NodeStates {

    /** The most bytes of a state: the record of a changelog has at most 1 MB. */
    int MOST_BYTES = 900_000;

    /**
     * Returns a state.
     *
     * @param sender {@code GROUP/NODE} or {@code GROUP/NODE/DEVICE}
     */
    byte @Nullable [] get(String sender);

    /** Puts a state, which has at most {@link #MOST_BYTES}. */
    void put(String sender, byte[] state);

    /** Forgets a node or a device. */
    void forget(String sender);

    /** Forgets all devices of a node, but not the node itself. */
    void forgetDevices(String node);
}
