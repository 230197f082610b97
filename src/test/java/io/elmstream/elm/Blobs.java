package io.elmstream.elm;

import io.elmstream.training.ClassWeights;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.TrainingPlan;
import java.util.List;
import java.util.SplittableRandom;

/** Made-up rows for small tests: one cloud of points per class, the same for the same seed. */
public record Blobs(int inputs, int classes, int rows, long seed) implements Samples {

    @Override
    public List<String> featureNames() {
        return names("feature", inputs);
    }

    @Override
    public List<String> labels() {
        return names("class", classes);
    }

    @Override
    public void forEach(Visitor visitor) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] row = new float[inputs];
        for (int r = 0; r < rows; r++) {
            int label = r % classes;
            for (int j = 0; j < inputs; j++) {
                // ten times the feature's number plus a shift by class and noise
                double centre = 10.0 * j + 3.0 * ((label + j) % classes);
                row[j] = (float) (centre + 2 * random.nextDouble() - 1 + 2 * random.nextDouble() - 1);
            }
            visitor.row(row, label);
        }
    }

    /** A model of these rows. */
    public Elm train(int units, Activation activation) {
        return ElmTrainer.train(
                this, new TrainingPlan(units, activation, new ClassWeights.None(), MissingValues.REFUSE, seed, "test"));
    }

    private static List<String> names(String stem, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> stem + i)
                .toList();
    }
}
