package io.elmstream.model;

import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * What an artefact tells of its training rows:
 *
 * <pre>
 * i64 rows
 * per feature: u16 number of edges, edges, shares by bin, that of missing values last
 * shares of the labels
 * i64 held-out rows, shares of the predicted labels, f64 confidence, f64 accuracy
 * </pre>
 */
final class ProfileFormat {

    private static final int MOST_EDGES = 1_000;

    private ProfileFormat() {}

    static void write(ByteWriter out, TrainingProfile profile) {
        out.i64(profile.rows());
        for (FeatureBins feature : profile.features()) {
            float[] edges = feature.edges();
            out.u16(edges.length);
            out.floats(edges);
            out.floats(feature.shares());
        }
        out.floats(profile.labels());
        out.i64(profile.heldOut());
        out.floats(profile.predicted());
        out.f64(profile.confidence());
        out.f64(profile.accuracy());
    }

    static TrainingProfile read(ByteReader in, int inputs, int classes) throws ArtefactException {
        long rows = in.i64("profiled rows");
        List<FeatureBins> features = new ArrayList<>();
        for (int j = 0; j < inputs; j++) {
            int edges = in.u16("edges");
            if (edges > MOST_EDGES) {
                throw in.malformed("the bins of a feature have " + edges + " edges, at most " + MOST_EDGES);
            }
            features.add(new FeatureBins(in.floats("edges", edges), in.floats("shares", edges + 2)));
        }
        float[] labels = in.floats("shares of labels", classes);
        long heldOut = in.i64("held-out rows");
        float[] predicted = in.floats("shares of predictions", classes);
        return new TrainingProfile(
                rows, features, labels, heldOut, predicted, in.f64("confidence"), in.f64("accuracy"));
    }
}
