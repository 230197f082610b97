package io.elmstream.activity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alerts that stand on an instance. They are all counted, but only {@value #MOST} are remembered; where one has
 * ended, another is remembered from its next prediction on. Thread-safe; only predictions of sensors in alert come
 * here.
 */
final class StandingAlerts {

    /** The most alerts that are remembered one by one. */
    static final int MOST = 10_000;

    /** @param owner with or without the kind of the rule's trigger */
    record Key(String owner, String sensor) {}

    private static final class Standing {

        private final Object task;
        private final long since;
        private String label = "";
        private float confidence;
        private long at;
        private long told;

        Standing(Object task, long since, long at) {
            this.task = task;
            this.since = since;
            this.at = at;
        }
    }

    private final Map<Key, Standing> known = new LinkedHashMap<>();
    private final Map<Object, Integer> counts = new HashMap<>();
    private long reports;

    synchronized void stands(Object task, Key key, long since, long at) {
        counts.merge(task, 1, Integer::sum);
        if (known.size() < MOST || known.containsKey(key)) {
            known.put(key, new Standing(task, since, at));
        }
    }

    synchronized void ended(Object task, Key key) {
        counts.computeIfPresent(task, (counted, alerts) -> alerts > 1 ? alerts - 1 : null);
        Standing standing = known.get(key);
        // another task may have it already, where a partition has moved
        if (standing != null && standing.task == task) {
            known.remove(key);
        }
    }

    synchronized void predicted(Object task, Key key, long since, String label, float confidence, long at) {
        Standing standing = known.get(key);
        // all that stand may be known, where another change of the same reading has evicted this alert
        if (standing == null && known.size() < Math.min(MOST, count())) {
            standing = new Standing(task, since, at);
            known.put(key, standing);
        }
        if (standing != null) {
            standing.label = label;
            standing.confidence = confidence;
            standing.at = at;
        }
    }

    synchronized void forget(Object task) {
        counts.remove(task);
        known.values().removeIf(standing -> standing.task == task);
    }

    synchronized int count() {
        return counts.values().stream().mapToInt(alerts -> alerts).sum();
    }

    /**
     * Returns the alerts for the next report: those that no report named first, then those that were named longest ago.
     */
    synchronized List<SensorAlert> next(int most) {
        reports++;
        List<Map.Entry<Key, Standing>> order = new ArrayList<>(known.entrySet());
        order.sort(Comparator.comparingLong(each -> each.getValue().told));
        List<SensorAlert> next = new ArrayList<>();
        for (Map.Entry<Key, Standing> each : order.subList(0, Math.min(most, order.size()))) {
            Standing standing = each.getValue();
            standing.told = reports;
            next.add(new SensorAlert(
                    each.getKey().sensor(),
                    withoutKind(each.getKey().owner()),
                    standing.since,
                    standing.label,
                    standing.confidence,
                    standing.at));
        }
        return next;
    }

    /** Of MODEL/RULE/KIND only MODEL/RULE is of interest; a rule's name contains no slash. */
    private static String withoutKind(String owner) {
        int first = owner.indexOf('/');
        int last = owner.lastIndexOf('/');
        return first == last ? owner : owner.substring(0, last);
    }
}
