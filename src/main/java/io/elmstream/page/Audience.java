package io.elmstream.page;

import io.elmstream.http.WebReply.Listener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Those who listen to the page, in two groups: what is sent to one of them is compressed. Thread-safe. */
final class Audience {

    private final Set<Listener> plain = ConcurrentHashMap.newKeySet();
    private final Set<Listener> zipped = ConcurrentHashMap.newKeySet();

    int size() {
        return plain.size() + zipped.size();
    }

    /**
     * Adds a listener, and begins its stream.
     *
     * @param zips whether it takes compressed bytes
     * @param first what it gets first
     */
    void add(Listener listener, boolean zips, byte[]... first) {
        (zips ? zipped : plain).add(listener);
        boolean listens = !zips || listener.send(Gzip.header());
        for (byte[] bytes : first) {
            listens = listens && listener.send(zips ? Gzip.block(bytes) : bytes);
        }
        if (!listens) {
            // it may have left before it was added
            remove(listener);
        }
    }

    void remove(Listener listener) {
        plain.remove(listener);
        zipped.remove(listener);
    }

    /** Sends bytes to all. A listener that is closed leaves by itself. */
    void send(byte[] bytes) {
        plain.forEach(listener -> listener.send(bytes));
        if (!zipped.isEmpty()) {
            byte[] block = Gzip.block(bytes);
            zipped.forEach(listener -> listener.send(block));
        }
    }
}
