package io.elmstream.page;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.SensorAlert;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sensors in alert. A report names up to {@value SensorAlert#MOST} of those of its instance, in rotation; one that
 * the rotation has left out is not in alert any more.
 */
final class Sensors {

    /** The most sensors that are known by name. */
    static final int MOST = 50_000;

    private static final int SPARKS = 20;
    private static final long GRACE = 10_000;

    /** The most rounds of an instance's rotation: it does not remember more sensors. */
    private static final int MOST_ROUNDS = 100;

    private final Map<String, Map<Key, Known>> byInstance = new HashMap<>();
    private int size;

    private long reports;

    private record Key(String sensor, String owner) {}

    /**
     * A sensor.
     *
     * @param seen when a report last named it, in epoch milliseconds
     * @param report the number of that report
     * @param sparks the confidences of its last predictions, oldest first
     */
    record Known(SensorAlert alert, long seen, long report, Deque<Float> sparks) {}

    void take(ActivityReport report, long now, long interval) {
        Map<Key, Known> known = byInstance.computeIfAbsent(report.instanceId(), added -> new HashMap<>());
        size -= known.size();
        reports++;
        for (SensorAlert alert : report.alerts()) {
            known.compute(
                    new Key(alert.sensor(), alert.owner()),
                    (same, before) -> before == null && size + known.size() >= MOST ? null : known(before, alert, now));
        }
        if (namesAll(report)) {
            known.values().removeIf(each -> each.report() != reports);
        } else {
            long rounds = Math.min(MOST_ROUNDS, report.sensorsInAlert() / SensorAlert.MOST) + 1L;
            long longest = GRACE + 2 * rounds * Math.max(1, interval);
            known.values().removeIf(each -> now - each.seen() > longest);
        }
        size += known.size();
    }

    /**
     * Returns whether the report names every sensor that its instance remembers. One that names none may have had no
     * room for them.
     */
    private static boolean namesAll(ActivityReport report) {
        int named = report.alerts().size();
        return report.sensorsInAlert() <= named || (named > 0 && named < SensorAlert.MOST);
    }

    private Known known(@Nullable Known before, SensorAlert alert, long now) {
        Deque<Float> sparks = before == null ? new ArrayDeque<>() : before.sparks();
        // after a restart an instance knows that the alert stands before it knows a prediction
        boolean isKnown = !alert.label().isEmpty();
        if (isKnown && (before == null || before.alert().at() != alert.at() || sparks.isEmpty())) {
            sparks.add(alert.confidence());
        }
        if (sparks.size() > SPARKS) {
            sparks.remove();
        }
        return new Known(alert, now, reports, sparks);
    }

    /** Keeps those of the instances that are present. */
    void retain(Collection<String> instances) {
        byInstance.keySet().retainAll(instances);
        size = byInstance.values().stream().mapToInt(Map::size).sum();
    }

    /**
     * Returns the sensors whose name, owner or class contains a text, those in alert for the shortest time first.
     *
     * @param search in any case
     */
    List<Known> find(String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        return byInstance.values().stream()
                .flatMap(known -> known.values().stream())
                .filter(each -> wanted.isEmpty()
                        || contains(each.alert().sensor(), wanted)
                        || contains(each.alert().owner(), wanted)
                        || contains(each.alert().label(), wanted))
                .sorted(Comparator.comparingLong((Known each) -> -each.alert().since())
                        .thenComparing(each -> each.alert().sensor())
                        .thenComparing(each -> each.alert().owner()))
                .toList();
    }

    private static boolean contains(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    int size() {
        return size;
    }
}
