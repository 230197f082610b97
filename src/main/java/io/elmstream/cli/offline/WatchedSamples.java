package io.elmstream.cli.offline;

import io.elmstream.elm.Samples;
import java.util.List;

/**
 * Samples that tell of every row that is read.
 *
 * @param samples the rows
 * @param onRow is called for each, in every pass
 */
record WatchedSamples(Samples samples, Runnable onRow) implements Samples {

    @Override
    public List<String> featureNames() {
        return samples.featureNames();
    }

    @Override
    public List<String> labels() {
        return samples.labels();
    }

    @Override
    public void forEach(Visitor visitor) {
        samples.forEach((features, label) -> {
            onRow.run();
            visitor.row(features, label);
        });
    }
}
