package io.elmstream.http;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The open connections of a server with one event loop. If there are too many, the one that has waited for a request
 * for the longest time makes room, else the one that has been reading its answer for the longest time: half a request,
 * and half an answer, keep a place only as long as nobody else needs it. The answers that are being read have a bound
 * too.
 */
final class OpenConnections {

    private final int most;
    private final long mostBytes;
    private final Set<Channel> all = new HashSet<>();
    private final Set<Channel> waiting = new LinkedHashSet<>();
    private final Map<Channel, Integer> reading = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param most how many connections may be open
     * @param mostBytes of answers that clients have not read yet
     */
    OpenConnections(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Adds a connection that waits for a request; returns false if all others wait for their answers or events. */
    boolean add(Channel channel) {
        if (all.size() >= most && !close(waiting) && !close(reading.keySet())) {
            return false;
        }
        all.add(channel);
        waiting.add(channel);
        return true;
    }

    /** Closes the first; returns false if there is none. */
    private boolean close(Set<Channel> channels) {
        Iterator<Channel> oldest = channels.iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Channel leaves = oldest.next();
        remove(leaves);
        leaves.close();
        return true;
    }

    /** A connection got its request. */
    void answering(Channel channel) {
        waiting.remove(channel);
    }

    /**
     * A connection is sent its answer, and has to read it.
     *
     * @param length of the answer, in bytes
     */
    void sending(Channel channel, int length) {
        if (all.contains(channel)) {
            read(channel);
            reading.put(channel, length);
            bytes += length;
            while (bytes > mostBytes && reading.size() > 1) {
                close(reading.keySet());
            }
        }
    }

    /** A connection has read its answer, and waits for the next request. */
    void answered(Channel channel) {
        read(channel);
        if (all.contains(channel)) {
            waiting.add(channel);
        }
    }

    /** A connection is closed. */
    void remove(Channel channel) {
        all.remove(channel);
        waiting.remove(channel);
        read(channel);
    }

    private void read(Channel channel) {
        Integer length = reading.remove(channel);
        bytes -= length == null ? 0 : length;
    }
}
