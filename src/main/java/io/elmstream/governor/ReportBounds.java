package io.elmstream.governor;

import io.elmstream.model.ModelId;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The bounds of a report. Anyone who may write to the topic of reports can write anything, so values beyond these
 * bounds are rejected.
 */
public final class ReportBounds {

    /** The largest record of a report, in bytes: Kafka's default limit. */
    public static final int MAX_BYTES = 1 << 20;

    /** The longest instance id, in characters. */
    public static final int MAX_INSTANCE_ID = 255;

    /** The largest count: more than any instance scores in its lifetime, and small enough that sums are exact. */
    static final long MAX_COUNT = 10_000_000_000_000L;

    private ReportBounds() {}

    /** Returns what is wrong with a report, regardless of earlier ones; empty if it may be correct. */
    public static Optional<String> fault(InstanceReport report) {
        int length = report.instanceId().length();
        if (length < 1 || length > MAX_INSTANCE_ID) {
            return Optional.of("its instance id has " + length + " characters, must have 1 to " + MAX_INSTANCE_ID);
        }
        Set<ModelId> models = new HashSet<>();
        for (InstanceReport.Model model : report.models()) {
            if (!models.add(model.modelId())) {
                return Optional.of("it names a model twice");
            }
            Optional<String> fault = model.comparison().flatMap(compared -> fault(compared.comparison()));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fault(Comparison counts) {
        return part("compared", counts.compared(), "the largest count", MAX_COUNT)
                .or(() -> part("challengerErrors", counts.challengerErrors(), "the largest count", MAX_COUNT))
                .or(() -> part("agreed", counts.agreed(), "compared", counts.compared()))
                .or(() -> part("labelled", counts.labelled(), "the largest count", MAX_COUNT))
                .or(() -> part("championCorrect", counts.championCorrect(), "labelled", counts.labelled()))
                .or(() -> part("challengerCorrect", counts.challengerCorrect(), "labelled", counts.labelled()))
                .or(() -> disagreements(counts));
    }

    private static Optional<String> disagreements(Comparison counts) {
        long left = counts.compared() - counts.agreed();
        for (long readings : counts.disagreements().values()) {
            if (readings < 0 || readings > left) {
                return Optional.of("its disagreements are more than the " + (counts.compared() - counts.agreed())
                        + " readings on which the two disagree");
            }
            left -= readings;
        }
        return Optional.empty();
    }

    private static Optional<String> part(String name, long count, String whole, long of) {
        return count >= 0 && count <= of
                ? Optional.empty()
                : Optional.of(name + " is " + count + ", must be 0 to " + whole + ", which is " + of);
    }
}
