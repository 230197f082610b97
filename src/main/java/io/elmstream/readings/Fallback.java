package io.elmstream.readings;

/**
 * What a feature without a value means.
 *
 * @param refuses whether the reading becomes a dead letter
 * @param value otherwise its value, unscaled; NaN is a missing value for the model
 */
public record Fallback(boolean refuses, float value) {

    /** The reading becomes a dead letter. */
    public static final Fallback REFUSE = new Fallback(true, Float.NaN);

    /** The model's own treatment of missing values. */
    public static final Fallback NAN = new Fallback(false, Float.NaN);

    /** Returns a constant. */
    public static Fallback constant(float value) {
        return new Fallback(false, value);
    }
}
