package io.elmstream.page;

import io.elmstream.activity.DeadLetterSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The last dead letters of each reason. */
final class DeadLetters {

    /** The most reasons with a series of their own. */
    static final int MOST_REASONS = 64;

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private final Map<String, List<DeadLetterSample>> samples = new HashMap<>();

    void take(DeadLetterSample sample) {
        if (!samples.containsKey(sample.reason()) && samples.size() >= MOST_REASONS) {
            return;
        }
        List<DeadLetterSample> known = samples.computeIfAbsent(sample.reason(), added -> new ArrayList<>());
        if (known.stream().noneMatch(each -> isSame(each, sample))) {
            known.add(sample);
            known.sort(Comparator.comparingLong(DeadLetterSample::at).reversed());
            if (known.size() > DeadLetterSample.OF_REASON) {
                known.remove(known.size() - 1);
            }
        }
    }

    private static boolean isSame(DeadLetterSample one, DeadLetterSample other) {
        return one.offset() == other.offset()
                && one.partition() == other.partition()
                && one.topic().equals(other.topic());
    }

    /** Returns the samples of a reason, newest first. */
    List<DeadLetterSample> of(String reason) {
        return samples.getOrDefault(reason, List.of());
    }

    /** Returns the command that replays the readings of a reason; empty for a name that is none. */
    static String replay(String reason) {
        return NAME.matcher(reason).matches() ? "elmstream dead-letters replay --reason " + reason : "";
    }
}
