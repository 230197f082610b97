package io.elmstream.serving;

import io.elmstream.elm.ShortList;
import io.elmstream.model.VersionKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps to whose multiples features are rounded, so that more rows are equal.
 *
 * @param all the step of features without one of their own; 0 if they are not rounded
 * @param byFeature steps by the name of the feature, above 0
 */
public record Rounding(double all, Map<String, Double> byFeature) {

    /** Leaves rows as they are. */
    public static final Rounding NONE = new Rounding(0, Map.of());

    /** A copy of the steps that does not change. */
    public Rounding {
        byFeature = Map.copyOf(byFeature);
    }

    /**
     * Reads steps.
     *
     * @param texts one step for all features, steps like {@code temperature=0.5}, or both
     * @throws IllegalArgumentException if a step is not a number above 0, or there are two for a feature or for all
     */
    public static Rounding of(List<String> texts) {
        double all = 0;
        Map<String, Double> byFeature = new HashMap<>();
        for (String text : texts) {
            int sign = text.lastIndexOf('=');
            double step = Double.parseDouble(text.substring(sign + 1).strip());
            boolean second =
                    sign < 0 ? all > 0 : byFeature.put(text.substring(0, sign).strip(), step) != null;
            if (second || !(step > 0 && step <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(text);
            }
            all = sign < 0 ? step : all;
        }
        return new Rounding(all, byFeature);
    }

    /** Returns whether {@link #of} reads these texts. */
    public static boolean isValid(List<String> texts) {
        try {
            of(texts);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns a warning if steps are named for features that a version does not have, so that they do nothing. */
    public Optional<String> warning(VersionKey version, List<String> features) {
        List<String> others = byFeature.keySet().stream()
                .filter(name -> !features.contains(name))
                .sorted()
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("cache.rounding names " + ShortList.of(others) + ", which " + version
                        + " does not have; its features are " + ShortList.of(features)
                        + ". Correct the name, unless it is a feature of another model");
    }

    /** Returns the steps for rows of these features. */
    Steps of(ReadyVersion version) {
        return new Steps(version.features().stream()
                .mapToDouble(name -> byFeature.getOrDefault(name, all))
                .toArray());
    }

    /** The steps for the rows of a version. */
    static final class Steps {

        private final double[] steps;

        private Steps(double[] steps) {
            this.steps = steps;
        }

        /** Rounds rows in place. */
        void round(float[] rows, int count) {
            for (int j = 0; j < steps.length; j++) {
                for (int at = j; steps[j] > 0 && at < count * steps.length; at += steps.length) {
                    rows[at] = rounded(rows[at], steps[j]);
                }
            }
        }

        /** Missing values stay missing, and so do values whose multiple is not a number of 32 bits. */
        private static float rounded(float value, double step) {
            // the sum makes 0 of -0
            float rounded = (float) (Math.rint(value / step) * step) + 0f;
            return Float.isFinite(rounded) ? rounded : value;
        }
    }
}
