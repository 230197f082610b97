package io.elmstream.rules;

/**
 * Compiles the conditions of rule sets: syntax and types by CEL, within bounds. Thread-safe.
 *
 * <p>What compiles has no errors when it runs, whatever the readings are.
 */
public final class RuleCompiler {

    /** The longest condition, in characters. */
    public static final int MAX_CHARACTERS = 4_000;

    /** The most nodes of a condition: names, constants, lists and operators. */
    public static final int MAX_NODES = 200;

    private final CelSyntax cel = new CelSyntax();

    /**
     * Compiles a rule set.
     *
     * @param set the rule set
     * @throws RuleSetException with all faults of all conditions
     */
    public CompiledRules compile(RuleSet set) throws RuleSetException {
        return new Compilation(cel, set).compile();
    }
}
