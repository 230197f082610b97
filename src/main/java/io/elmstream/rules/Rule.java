package io.elmstream.rules;

import static io.elmstream.rules.Bounds.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rule: what it does when its condition holds. At least one effect is set.
 *
 * @param name unique in its set; 1 to 63 characters: lower-case letters, digits, dot, underscore, hyphen; a letter or
 *     digit first
 * @param when the condition, see the description of this package; empty for an alert when a sensor is
 *     {@linkplain Trigger.Silent silent}, which needs none
 * @param label the label that replaces that of the prediction; not necessarily one of the model's
 * @param abstain whether the prediction becomes an abstention
 * @param suppress whether no rule raises an alert on this reading
 * @param alert the alert to raise
 */
public record Rule(
        String name,
        Optional<String> when,
        Optional<String> label,
        boolean abstain,
        boolean suppress,
        Optional<RuleAlert> alert) {

    /** The longest label, in characters. */
    public static final int MAX_LABEL = 200;

    /** The longest name, in characters, which are all of ASCII. */
    public static final int MAX_NAME = 63;

    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (MAX_NAME - 1) + "}");

    /** Checks that the parts fit together. */
    public Rule {
        require(NAME.matcher(name).matches(), "the name is \"" + name + "\", must match " + NAME);
        require(
                label.filter(each -> each.isBlank() || each.length() > MAX_LABEL)
                        .isEmpty(),
                name + " sets a label that is empty or longer than " + MAX_LABEL);
        require(label.isPresent() || abstain || suppress || alert.isPresent(), name + " has no effect");
        boolean silent =
                alert.filter(each -> each.trigger() instanceof Trigger.Silent).isPresent();
        require(silent == when.isEmpty(), name + " must have either a condition or an alert of a silent sensor");
        require(!silent || (label.isEmpty() && !abstain && !suppress), name + " has no reading to change");
    }

    /** Returns the effects in words, for example {@code label Check} and {@code warning alert "too hot" after 5m}. */
    public List<String> effects() {
        List<String> effects = new ArrayList<>();
        label.ifPresent(each -> effects.add("label " + each));
        if (abstain) {
            effects.add("abstain");
        }
        if (suppress) {
            effects.add("suppress alerts");
        }
        alert.ifPresent(each -> effects.add((each.severity().word() + " alert \"" + each.text() + "\" "
                        + each.trigger().words())
                .strip()));
        return effects;
    }
}
