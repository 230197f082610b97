package io.elmstream.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How the application came back from a fault.
 *
 * @param fault what was done
 * @param silence the longest time without any outcome, from the beginning of the fault on
 * @param caughtUp from the moment when what was broken had been started again until every reading sent before it had
 *     its outcome, and all brokers had all copies
 */
record Recovery(Fault fault, Duration silence, Duration caughtUp) {

    /** In a line. */
    String text() {
        return "%s, silent for %s, caught up after %s".formatted(fault.words(), seconds(silence), seconds(caughtUp));
    }

    static String heads() {
        return "fault | times | longest silence, median | worst | caught up after, median | worst";
    }

    /** A line of a table about all recoveries from one kind of fault. */
    static String cells(Fault fault, List<Recovery> all) {
        List<Recovery> ofIt = all.stream().filter(each -> each.fault() == fault).toList();
        return "%s | %d | %s | %s | %s | %s"
                .formatted(
                        fault.words(), ofIt.size(),
                        median(ofIt.stream().map(Recovery::silence).toList()),
                                worst(ofIt.stream().map(Recovery::silence).toList()),
                        median(ofIt.stream().map(Recovery::caughtUp).toList()),
                                worst(ofIt.stream().map(Recovery::caughtUp).toList()));
    }

    private static String median(List<Duration> all) {
        return seconds(all.stream().sorted().toList().get(all.size() / 2));
    }

    private static String worst(List<Duration> all) {
        return seconds(all.stream().max(Comparator.naturalOrder()).orElseThrow());
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }
}
