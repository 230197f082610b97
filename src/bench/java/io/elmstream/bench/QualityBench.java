package io.elmstream.bench;

import io.elmstream.bench.CountingBench.Loops;
import io.elmstream.bench.CountingBench.Scored;
import io.elmstream.elm.Elm;
import io.elmstream.elm.FeatureBins;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.model.Contract;
import io.elmstream.serving.VersionQuality;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The quality of a version. */
public final class QualityBench implements CountingBench.Counting {

    @Override
    public Loops of(Scored scored) {
        VersionQuality quality = new VersionQuality(scored.key(), Contract.of(scored.elm()), profile(scored.elm()));
        return new Loops(
                scored.score(),
                () -> {
                    scored.score().run();
                    quality.add(scored.rows());
                },
                () -> quality.add(scored.rows()));
    }

    /** Ten bins for each feature over the values of the rows. */
    private static TrainingProfile profile(Elm elm) {
        float[] edges = new float[9];
        float[] shares = new float[11];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = (e + 1) / 5f - 1;
        }
        Arrays.fill(shares, 0, 10, 0.1f);
        float[] labels = new float[elm.labels().size()];
        labels[0] = 1;
        List<FeatureBins> bins = Collections.nCopies(elm.featureNames().size(), new FeatureBins(edges, shares));
        return new TrainingProfile(1_000, bins, labels, 0, labels, 0, 0);
    }
}
