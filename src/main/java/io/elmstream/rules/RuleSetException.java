package io.elmstream.rules;

import java.util.List;
import java.util.stream.Collectors;

/** A rule set with faults. */
public final class RuleSetException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RuleFault> faults;

    /** @param faults one or more */
    public RuleSetException(List<RuleFault> faults) {
        super(faults.stream().map(RuleFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** Returns all faults, in the order of the document. */
    public List<RuleFault> faults() {
        return faults;
    }
}
