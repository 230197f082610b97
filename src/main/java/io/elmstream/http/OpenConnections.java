package io.elmstream.http;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The open connections of a server with one event loop. If there are too many, the one that has waited for a request
 * for the longest time makes room: half a request keeps a place only as long as nobody else needs it.
 */
final class OpenConnections {

    private final int most;
    private final Set<Channel> all = new HashSet<>();
    private final Set<Channel> waiting = new LinkedHashSet<>();

    OpenConnections(int most) {
        this.most = most;
    }

    /** Adds a connection that waits for a request; returns false if all others are being answered. */
    boolean add(Channel channel) {
        if (all.size() >= most) {
            Iterator<Channel> oldest = waiting.iterator();
            if (!oldest.hasNext()) {
                return false;
            }
            Channel leaves = oldest.next();
            remove(leaves);
            leaves.close();
        }
        all.add(channel);
        waiting.add(channel);
        return true;
    }

    /** A connection got its request. */
    void answering(Channel channel) {
        waiting.remove(channel);
    }

    /** A connection was answered, and waits for the next request. */
    void answered(Channel channel) {
        if (all.contains(channel)) {
            waiting.add(channel);
        }
    }

    /** A connection is closed. */
    void remove(Channel channel) {
        all.remove(channel);
        waiting.remove(channel);
    }
}
