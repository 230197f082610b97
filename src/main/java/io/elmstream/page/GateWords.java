package io.elmstream.page;

import io.elmstream.rollout.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says under which conditions a challenger is promoted. */
final class GateWords {

    private GateWords() {}

    static String of(Gate gate) {
        List<String> conditions = new ArrayList<>();
        gate.maxAccuracyLoss().ifPresent(loss -> conditions.add("accuracy at most " + percent(loss) + " lower"));
        gate.minAgreement().ifPresent(least -> conditions.add("agreement at least " + percent(least)));
        conditions.add("errors at most " + percent(gate.maxErrorRate()));
        return String.format(Locale.ROOT, "after %,d readings: %s", gate.minReadings(), String.join(", ", conditions));
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * part);
    }
}
