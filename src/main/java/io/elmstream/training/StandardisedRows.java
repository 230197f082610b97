package io.elmstream.training;

import io.elmstream.elm.RadialHidden;
import io.elmstream.elm.Standardiser;

/**
 * The sampled training rows as units are drawn from them: standardised, a missing value as the mean, outliers clipped.
 */
record StandardisedRows(Standardiser standardiser, LooSample sample) {

    int inputs() {
        return standardiser.inputs();
    }

    int size() {
        return sample.size();
    }

    int label(int i) {
        return sample.label(i);
    }

    float[] row(int i) {
        double[] z = new double[inputs()];
        standardiser.apply(sample.row(i), z);
        float[] row = new float[z.length];
        for (int j = 0; j < z.length; j++) {
            row[j] = (float) Math.max(-RadialHidden.LARGEST_CENTRE, Math.min(RadialHidden.LARGEST_CENTRE, z[j]));
        }
        return row;
    }
}
