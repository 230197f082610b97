package io.elmstream.page;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Series by name. If there are too many, the further ones are summed up; one without data in the whole history makes
 * room.
 *
 * @param <K> the name of a series
 */
final class Tracks<K> {

    private final int most;
    private final int history;
    private final K other;
    private final Map<K, Track> tracks = new LinkedHashMap<>();

    /**
     * @param most how many series have a name of their own, 1 or more
     * @param history how far back they go, in seconds
     * @param other the name of the sum of all others
     */
    Tracks(int most, int history, K other) {
        this.most = most;
        this.history = history;
        this.other = other;
    }

    /** Counts events evenly over a period, in epoch milliseconds. */
    void spread(K name, Period period, double count) {
        if (count > 0) {
            Track track = track(name, period.to() / 1_000);
            period.shares(history, (second, share) -> track.add(second, share * count));
        }
    }

    private Track track(K name, long now) {
        Track known = tracks.get(name);
        if (known != null) {
            return known;
        }
        if (tracks.size() >= most) {
            tracks.values().removeIf(track -> track.latest() < now - history);
        }
        K named = tracks.size() >= most ? other : name;
        return tracks.computeIfAbsent(named, added -> new Track(history, 0));
    }

    /** Returns the series by name, in the order of their appearance. */
    Map<K, Track> all() {
        return Collections.unmodifiableMap(tracks);
    }
}
