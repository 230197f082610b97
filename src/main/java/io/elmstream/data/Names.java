package io.elmstream.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggestions for mistyped names. */
public final class Names {

    private Names() {}

    /** Returns the known name nearest to a wrong one, if at most a third of it differs. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        String lower = wrong.strip().toLowerCase(Locale.ROOT);
        return known.stream()
                // the lengths alone differ by too much; the others may be of any length
                .filter(name -> Math.abs(name.strip().length() - lower.length()) <= name.length() / 3)
                .min(Comparator.comparingInt(
                                (String name) -> distance(lower, name.strip().toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(lower, name.strip().toLowerCase(Locale.ROOT)) <= name.length() / 3);
    }

    /**
     * Returns the Levenshtein distance (1966): how many characters must be added, removed or changed to turn one into
     * the other.
     */
    public static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
