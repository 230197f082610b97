package io.elmstream.page;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.elmstream.http.WebReply.Listener;
import java.io.ByteArrayOutputStream;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The state of the page, and those who listen to its changes. A listener gets the full state first, and then every
 * change. Thread-safe.
 */
final class LivePage {

    /** After so long without a change, a comment shows that the connection still stands, in milliseconds. */
    private static final long HEARTBEAT = 10_000;

    private static final String RETRY = "retry: 2000\n";

    private final PageFacts facts;
    private PageState state;
    private Changes changes;
    private final LongSupplier clock;
    private final int mostListeners;

    /** Who leaves, or asks whether there is a place, does not wait for the state. */
    private final Audience listeners = new Audience();

    private long number;
    private long lastSent;
    private boolean isPresent;

    /** @param clock in epoch milliseconds; goes back only when the page {@linkplain #beginAnew begins anew} */
    LivePage(PageFacts facts, int mostListeners, LongSupplier clock) {
        this.facts = facts;
        this.state = nothing(facts);
        this.changes = new Changes(facts);
        this.mostListeners = mostListeners;
        this.clock = clock;
    }

    private static PageState nothing(PageFacts facts) {
        return new PageState(Math.toIntExact(facts.history() / 1_000), facts.interval());
    }

    /** Forgets everything, because the clock was set back: what seemed to be past is not. */
    synchronized void beginAnew() {
        state = nothing(facts);
        changes = new Changes(facts);
        isPresent = false;
        lastSent = clock.getAsLong();
    }

    PageFacts facts() {
        return facts;
    }

    /**
     * Has the state take what was read.
     *
     * @param taking gets the state, and the time
     */
    synchronized void take(BiConsumer<PageState, Long> taking) {
        taking.accept(state, clock.getAsLong());
    }

    /** Sends what has changed; the full state where that is too much. To be called when the history is read. */
    synchronized void change() {
        long now = clock.getAsLong();
        state.advance(now);
        // who came while the history was read has a part of it
        boolean isWhole = !isPresent || changes.isTooFar(state);
        isPresent = true;
        if (listeners.size() == 0) {
            changes.skip(state, now);
            return;
        }
        byte[] event = isWhole ? event("state", json()) : event("change", changes.next(state, now));
        if (isWhole) {
            changes.skip(state, now);
        }
        lastSent = now;
        listeners.send(event);
    }

    /** Shows that connections still stand, if nothing was sent for a while. */
    synchronized void beat() {
        long now = clock.getAsLong();
        if (now - lastSent >= HEARTBEAT) {
            lastSent = now;
            listeners.send(": still here\n\n".getBytes(US_ASCII));
        }
    }

    /** Returns whether there is a place for one more listener. */
    boolean hasRoom() {
        return listeners.size() < mostListeners;
    }

    /**
     * Adds a listener, or closes it if there is no place.
     *
     * @param zips whether it takes compressed bytes
     */
    synchronized void open(Listener listener, boolean zips) {
        if (!hasRoom()) {
            listener.close();
            return;
        }
        if (listeners.size() == 0) {
            changes.skip(state, clock.getAsLong());
        } else if (isPresent) {
            // what others still have to be sent is part of the full state
            change();
        }
        changes.repeat();
        listeners.add(listener, zips, RETRY.getBytes(US_ASCII), event("state", json()));
    }

    void close(Listener listener) {
        listeners.remove(listener);
    }

    /** Returns the full state as JSON. */
    synchronized byte[] json() {
        return PageJson.state(facts, state, time());
    }

    /** While the history is read, the time of the last report: compared with the clock, all instances would be gone. */
    private long time() {
        long now = clock.getAsLong();
        return isPresent
                ? now
                : state.instances().all().stream()
                        .mapToLong(Instances.Known::seen)
                        .max()
                        .orElse(now);
    }

    /** Returns the sensors in alert that match a search, as JSON. */
    synchronized byte[] sensors(String search, int offset, int limit) {
        return PageJson.sensors(state, state.sensors().find(search), offset, limit);
    }

    /** JSON has no line breaks, so it fits into one field. */
    private byte[] event(String name, byte[] json) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 64);
        event.writeBytes(("id: " + ++number + "\nevent: " + name + "\ndata: ").getBytes(US_ASCII));
        event.writeBytes(json);
        event.writeBytes("\n\n".getBytes(US_ASCII));
        return event.toByteArray();
    }
}
