package io.elmstream.serving;

import io.elmstream.rules.CompiledRules;
import io.elmstream.wire.ServedRules;
import java.util.Optional;

/**
 * One version of a rule set that can judge predictions. Its conditions name features and labels; they are bound to the
 * rows of each version of the model once. Thread-safe.
 */
public final class JudgingRules {

    /** Judges nothing: the time before the first rule set. */
    public static final JudgingRules NONE = new JudgingRules(0, Optional.empty(), new VersionCounts());

    private record Binding(ReadyVersion model, ServedRules rules) {}

    private final int version;
    private final Optional<CompiledRules> compiled;
    private final VersionCounts counts;
    private volatile Optional<Binding> latest = Optional.empty();

    private JudgingRules(int version, Optional<CompiledRules> compiled, VersionCounts counts) {
        this.version = version;
        this.compiled = compiled;
        this.counts = counts;
    }

    /**
     * Returns a rule set.
     *
     * @param counts the counts of the predictions that it judged
     */
    static JudgingRules of(CompiledRules compiled, VersionCounts counts) {
        return new JudgingRules(compiled.set().version(), Optional.of(compiled), counts);
    }

    /** Returns its version, 0 for {@link #NONE}. */
    public int version() {
        return version;
    }

    /** Returns the counts of the predictions that it judged. */
    VersionCounts counts() {
        return counts;
    }

    /** Returns the rules for the predictions of a version of the model. */
    ServedRules boundTo(ReadyVersion model) {
        if (compiled.isEmpty()) {
            return ServedRules.NONE;
        }
        Optional<Binding> known = latest;
        if (known.isPresent() && known.get().model() == model) {
            return known.get().rules();
        }
        ServedRules rules = ServedRules.of(
                version,
                compiled.get()
                        .bind(
                                model.served().modelId().value(),
                                model.features(),
                                model.served().labels()));
        latest = Optional.of(new Binding(model, rules));
        return rules;
    }
}
