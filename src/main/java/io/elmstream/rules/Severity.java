package io.elmstream.rules;

import java.util.Locale;

/** How bad what an alert tells is. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Worth a look. */
    WARNING,
    /** To be acted on. */
    CRITICAL;

    /** Returns the word that stands for it in a rule set, for example {@code info}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
