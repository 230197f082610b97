package io.elmstream.bench;

import io.elmstream.rules.BoundRules;
import io.elmstream.rules.Rule;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleInput;
import io.elmstream.rules.RuleProbe;
import io.elmstream.rules.RuleSet;
import io.elmstream.rules.RuleSetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Rules beside interpreters of the same conditions: ten rules of four terms on one reading. */
public final class RulesBench {

    /**
     * Nanoseconds a reading.
     *
     * @param rulesNanos Elmstream's conditions
     * @param celNanos CEL's own runtime, which asks for each variable
     * @param jexlNanos JEXL's interpreter, which asks for each variable
     */
    public record Result(double rulesNanos, double celNanos, double jexlNanos) {}

    private static final double SECONDS = 30;
    private static final long SEED = 20;

    private final RuleRows rows = new RuleRows(SEED);
    private final BoundRules rules;
    private final RuleInput input = new RuleInput();
    private final CelConditions cel = new CelConditions(rows);
    private final JexlConditions jexl = new JexlConditions(rows);
    private int row;

    /** Compiles the rules, for all three. */
    public RulesBench() {
        try {
            rules = new RuleCompiler().compile(set()).bind("bench", RuleRows.FEATURES, RuleRows.LABELS);
        } catch (RuleSetException e) {
            throw new IllegalStateException("the rules compile", e);
        }
    }

    /** Takes half a minute. */
    public Result run() {
        for (int i = 0; i < RuleRows.ROWS; i++) {
            long expected = rules();
            if (cel.fired(row) != expected || jexl.fired(row) != expected) {
                throw new IllegalStateException("the three disagree on row " + row);
            }
        }
        double[] times = BestTime.of(SECONDS, all(this::rules), all(this::cel), all(this::jexl));
        return new Result(times[0] / RuleRows.ROWS, times[1] / RuleRows.ROWS, times[2] / RuleRows.ROWS);
    }

    /** Elmstream's conditions on the next reading. */
    long rules() {
        next();
        input.row(rows.values, row * RuleRows.FEATURES.size());
        input.label(rows.labels[row]);
        input.scores(rows.confidences[row], rows.margins[row]);
        return rules.fired(input);
    }

    long cel() {
        next();
        return cel.fired(row);
    }

    long jexl() {
        next();
        return jexl.fired(row);
    }

    private void next() {
        row = (row + 1) % RuleRows.ROWS;
    }

    private static Runnable all(LongSupplier one) {
        return () -> {
            long all = 0;
            for (int i = 0; i < RuleRows.ROWS; i++) {
                all ^= one.getAsLong();
            }
            if (all == -1) {
                throw new IllegalStateException("there are only " + RuleRows.CONDITIONS.size() + " rules");
            }
        };
    }

    private static RuleSet set() {
        List<Rule> rules = new ArrayList<>();
        for (String each : RuleRows.CONDITIONS) {
            rules.add(new Rule(
                    "rule-" + rules.size(), Optional.of(each), Optional.empty(), true, false, Optional.empty()));
        }
        RuleProbe.Expectation none =
                new RuleProbe.Expectation(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
        return new RuleSet("bench", 1, rules, List.of(new RuleProbe(Map.of(), "", 1, 1, false, 0, 1, "", "", 0, none)));
    }
}
