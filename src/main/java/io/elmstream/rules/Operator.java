package io.elmstream.rules;

import java.util.Arrays;
import java.util.Optional;

/** The operators of conditions. */
enum Operator {
    AND("&&", "_&&_"),
    OR("||", "_||_"),
    NOT("!", "!_"),
    EQUAL("==", "_==_"),
    DIFFERENT("!=", "_!=_"),
    LESS("<", "_<_"),
    AT_MOST("<=", "_<=_"),
    GREATER(">", "_>_"),
    AT_LEAST(">=", "_>=_"),
    PLUS("+", "_+_"),
    MINUS("-", "_-_"),
    TIMES("*", "_*_"),
    DIVIDE("/", "_/_"),
    REMAINDER("%", "_%_"),
    NEGATE("-", "-_"),
    CHOOSE("?:", "_?_:_"),
    IN("in", "@in");

    /** As it is written. */
    final String sign;

    private final String function;

    Operator(String sign, String function) {
        this.sign = sign;
        this.function = function;
    }

    /** Returns the operator that CEL's parser calls a function of this name. */
    static Optional<Operator> of(String function) {
        return Arrays.stream(values())
                .filter(each -> each.function.equals(function))
                .findFirst();
    }
}
