package io.elmstream.readings;

/**
 * How a feature of the models is found in a record.
 *
 * @param name the name of the feature
 * @param path of the field
 * @param type of the field
 * @param fallbacks what a field without a value means
 * @param scale by which the value is multiplied
 * @param offset that is added afterwards
 */
public record FeatureMapping(
        String name, FieldPath path, FeatureType type, Fallbacks fallbacks, double scale, double offset) {

    /** Returns a field whose value is taken as it is. */
    static FeatureMapping plain(String name, FieldPath path, Fallbacks fallbacks) {
        return new FeatureMapping(name, path, new FeatureType.Numeric(), fallbacks, 1, 0);
    }

    /**
     * What a field without a value means.
     *
     * @param missing if the record does not have the field
     * @param ofNull if it is null
     * @param unparsable if it is of another type
     */
    public record Fallbacks(Fallback missing, Fallback ofNull, Fallback unparsable) {

        /** Refuses all. */
        public static final Fallbacks REFUSE = new Fallbacks(Fallback.REFUSE, Fallback.REFUSE, Fallback.REFUSE);
    }

    /** Returns the value of the feature. */
    float scaled(double value) {
        return (float) (value * scale + offset);
    }
}
