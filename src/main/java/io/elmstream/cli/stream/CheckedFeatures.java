package io.elmstream.cli.stream;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.PublishedOrFile;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.model.Artefact;
import io.elmstream.readings.FeatureMapping;
import io.elmstream.readings.Mapping;
import io.elmstream.serving.RowFeatures;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The features that readings must have.
 *
 * @param features their names
 * @param taker what takes them, in words
 * @param firstUnusable the index of the first value in a row that it does not take, or -1
 */
record CheckedFeatures(List<String> features, String taker, ToIntFunction<float[]> firstUnusable)
        implements RowFeatures {

    /**
     * Finds the features.
     *
     * @param model a file or a published model; empty for the features of the mapping
     * @param cluster connects where a published model is named
     * @throws CommandFailure if there are none
     */
    static CheckedFeatures of(Optional<String> model, Mapping mapping, Supplier<Connection> cluster) {
        if (model.isPresent()) {
            Artefact artefact = PublishedOrFile.read(model.get(), cluster).artefact();
            PackedClassifier packed = PackedClassifier.pack(artefact.classifier());
            return new CheckedFeatures(
                    artefact.classifier().featureNames(),
                    "model " + artefact.id() + " version " + artefact.version(),
                    row -> packed.firstUnusable(row, 0));
        }
        if (mapping.features().isEmpty()) {
            throw new CommandFailure(
                    "NO_MODEL",
                    "the mapping of the topic " + mapping.topic() + " names no features, so name the model that shall"
                            + " score the readings: --model ID, or --model FILE.elm",
                    "--model");
        }
        return new CheckedFeatures(
                mapping.features().stream().map(FeatureMapping::name).toList(),
                "the mapping",
                CheckedFeatures::firstInfinite);
    }

    private static int firstInfinite(float[] row) {
        for (int i = 0; i < row.length; i++) {
            if (Float.isInfinite(row[i])) {
                return i;
            }
        }
        return -1;
    }
}
