package io.elmstream.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The variables of conditions besides features. */
enum Variable {
    LABEL(Kind.TEXT),
    MODEL(Kind.TEXT),
    SENSOR(Kind.TEXT),
    PREVIOUS(Kind.TEXT),
    CONFIDENCE(Kind.NUMBER),
    MARGIN(Kind.NUMBER),
    HELD(Kind.NUMBER),
    VERSION(Kind.WHOLE),
    ABSTAINED(Kind.TRUTH),
    OUT_OF_RANGE(Kind.NUMBER);

    /** What stands before the brackets with the name of a feature. */
    static final String FEATURES = "features";

    final Kind kind;

    Variable(Kind kind) {
        this.kind = kind;
    }

    /** The type of a value, as messages call it. */
    enum Kind {
        TRUTH("true or false"),
        WHOLE("a whole number"),
        NUMBER("a number"),
        TEXT("a text");

        final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean isNumeric() {
            return this == WHOLE || this == NUMBER;
        }
    }

    /** Returns its name in conditions, which is that of the same field of predictions where there is one. */
    String word() {
        return this == OUT_OF_RANGE ? "outOfRange" : name().toLowerCase(Locale.ROOT);
    }

    /** Returns the variable of a name. */
    static Optional<Variable> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** Returns all names. */
    static List<String> words() {
        return Arrays.stream(values()).map(Variable::word).toList();
    }
}
