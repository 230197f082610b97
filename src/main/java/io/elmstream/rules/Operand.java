package io.elmstream.rules;

import io.elmstream.rules.Variable.Kind;

/**
 * A part of a condition with its type.
 *
 * @param syntax as it is written
 * @param term of the kind
 * @param range what it can be; only of a whole number
 */
record Operand(Syntax syntax, Kind kind, Term term, WholeRange range) {

    private static final WholeRange NO_RANGE = new WholeRange(0, 0);

    static Operand logical(Syntax syntax, Term.Logical term) {
        return new Operand(syntax, Kind.TRUTH, term, NO_RANGE);
    }

    static Operand number(Syntax syntax, Term.Numeric term) {
        return new Operand(syntax, Kind.NUMBER, term, NO_RANGE);
    }

    static Operand whole(Syntax syntax, Term.Numeric term, WholeRange range) {
        return new Operand(syntax, Kind.WHOLE, term, range);
    }

    static Operand text(Syntax syntax, Term.Textual term) {
        return new Operand(syntax, Kind.TEXT, term, NO_RANGE);
    }

    /** Returns what a message says of it, for example {@code temperature is a number}. */
    String is() {
        return syntax.shown() + " is " + kind.words;
    }

    Term.Logical logical() {
        return (Term.Logical) term;
    }

    Term.Numeric numeric() {
        return (Term.Numeric) term;
    }

    Term.Textual textual() {
        return (Term.Textual) term;
    }

    boolean isVariable(Variable variable) {
        return term.equals(new Term.Named(variable));
    }
}
