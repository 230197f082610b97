package io.elmstream.serving;

import io.elmstream.rules.BoundRules;
import io.elmstream.rules.CompiledRules;
import io.elmstream.wire.ServedRules;
import io.elmstream.wire.ServedVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of a rule set that can judge predictions. Its conditions name features and labels; they are bound to the
 * rows of each version of the model once. Thread-safe.
 */
public final class JudgingRules {

    /** Judges nothing: the time before the first rule set. */
    public static final JudgingRules NONE = new JudgingRules(0, Optional.empty(), new VersionCounts());

    private static final Logger LOG = LoggerFactory.getLogger(JudgingRules.class);

    private static final int MOST_BINDINGS = 8;

    /** The version of the model is known by what it serves, which is small, not by its weights. */
    private record Binding(ServedVersion model, ServedRules rules) {}

    private final int version;
    private final Optional<CompiledRules> compiled;
    private final VersionCounts counts;
    /** The latest first: champion, challenger and versions for late readings take turns. */
    private volatile List<Binding> bindings = List.of();

    /** The versions of the model of which it was said that they lack features. */
    private final Set<Integer> lacking = new HashSet<>();

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
        for (Binding known : bindings) {
            if (known.model() == model.served()) {
                return known.rules();
            }
        }
        return bind(model, compiled.get());
    }

    private synchronized ServedRules bind(ReadyVersion model, CompiledRules rules) {
        ServedVersion served = model.served();
        BoundRules bound = rules.bind(served.modelId().value(), model.features(), served.labels());
        if (!bound.missing().isEmpty() && lacking.add(served.version())) {
            LOG.warn(
                    "version {} of model {} lacks features that conditions of version {} of its rule set use; they are"
                            + " NaN there: {}",
                    served.version(),
                    served.modelId(),
                    version,
                    bound.missing());
        }
        ServedRules made = ServedRules.of(version, bound);
        bindings = Stream.concat(Stream.of(new Binding(served, made)), bindings.stream())
                .limit(MOST_BINDINGS)
                .toList();
        return made;
    }
}
