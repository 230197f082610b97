package io.elmstream.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a model, shared by all its versions.
 *
 * @param value 1 to 63 characters: lower-case letters, digits, dot, underscore, hyphen; a letter or digit first
 */
public record ModelId(String value) implements Comparable<ModelId> {

    private static final String RULES = ".rules";

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Checks the values. */
    public ModelId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("model id is \"" + value + "\", must match " + ALLOWED.pattern());
        }
    }

    /**
     * Checks a name.
     *
     * @param value the name
     * @return whether it is a valid model id
     */
    public static boolean isValid(String value) {
        return ALLOWED.matcher(value).matches();
    }

    /**
     * Returns the id under which the rule sets of this model are published.
     *
     * @return this id, followed by {@code .rules}
     * @throws IllegalArgumentException if it is too long for an id
     */
    public ModelId rules() {
        return new ModelId(value + RULES);
    }

    /**
     * Returns the id under which the rule sets of this model are published, if it can have any.
     *
     * @return empty if this is an id of rule sets, or so long that there is none
     */
    public Optional<ModelId> ruling() {
        return Optional.of(value + RULES)
                .filter(id -> ruled().isEmpty() && isValid(id))
                .map(ModelId::new);
    }

    /**
     * Returns the model whose rule sets are published under this id.
     *
     * @return empty if this is not an id of rule sets
     */
    public Optional<ModelId> ruled() {
        return value.endsWith(RULES)
                ? Optional.of(new ModelId(value.substring(0, value.length() - RULES.length())))
                : Optional.empty();
    }

    @Override
    public int compareTo(ModelId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
