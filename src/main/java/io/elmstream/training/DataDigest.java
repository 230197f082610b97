package io.elmstream.training;

import io.elmstream.elm.Elm;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Samples;
import io.elmstream.elm.SoftLabel;

/** The digest of labelled rows that pass by, which tells whether a model was trained on exactly these rows. */
public final class DataDigest implements Samples.Visitor {

    private final RowStatistics rows;

    /**
     * Starts without rows.
     *
     * @param samples the names of features and labels
     * @param missing whether NaN is accepted
     */
    public DataDigest(Samples samples, MissingValues missing) {
        rows = new RowStatistics(samples, missing);
    }

    @Override
    public void row(float[] features, int label) {
        rows.row(features, label);
    }

    @Override
    public void row(float[] features, SoftLabel label) {
        rows.row(features, label);
    }

    /**
     * Compares the rows with those of models; to be called once, after the last row.
     *
     * @param models some models
     * @return whether one of them was trained on exactly these rows, so that they tell little about others
     */
    public boolean isOfAny(Elm... models) {
        String digest = rows.digest();
        for (Elm model : models) {
            if (digest.equals(model.provenance().dataDigest())) {
                return true;
            }
        }
        return false;
    }
}
