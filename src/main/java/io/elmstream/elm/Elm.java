package io.elmstream.elm;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * An Extreme Learning Machine for classification (Huang, Zhu, Siew: "Extreme learning machine: theory and
 * applications", Neurocomputing 70, 2006): {@code o = beta' g(W z + b)} for a standardised row z, and
 * {@code probabilities = softmax(o / temperature)}. Immutable. The bounds on its figures are wide; they guarantee that
 * no row, however extreme, has a score that is not a number.
 */
public final class Elm implements Classifier {

    private final List<String> featureNames;
    private final List<String> labels;
    private final Standardiser standardiser;
    private final HiddenLayer hidden;
    private final HiddenUnits units;
    private final float[] beta;
    private final double temperature;
    private final Provenance provenance;

    /**
     * Creates a model from its parts.
     *
     * @param featureNames one per input, distinct, in the order of a row
     * @param labels one per class, two or more, distinct
     * @param standardiser with one mean and scale per input
     * @param hidden the hidden layer
     * @param beta the output weights, row-major units x classes, none beyond {@link HiddenLayer#LARGEST_WEIGHT}
     * @param temperature divides the outputs before the softmax, 1e-6 to 1e6
     * @param provenance the origin of the model
     * @throws IllegalArgumentException if the shapes do not agree or a figure is out of its range
     */
    public Elm(
            List<String> featureNames,
            List<String> labels,
            Standardiser standardiser,
            HiddenLayer hidden,
            float[] beta,
            double temperature,
            Provenance provenance) {
        Shapes.requireLength("featureNames", featureNames.size(), hidden.inputs());
        Shapes.requireLength("standardiser", standardiser.inputs(), hidden.inputs());
        Shapes.require(labels.size() > 1, "labels is " + labels + ", must have two or more");
        Shapes.require(
                new HashSet<>(featureNames).size() == featureNames.size(), "featureNames repeat: " + featureNames);
        Shapes.require(new HashSet<>(labels).size() == labels.size(), "labels repeat: " + labels);
        Shapes.requireLength("beta", beta.length, Math.multiplyExact(hidden.units(), labels.size()));
        Shapes.requireWithin("beta", beta, HiddenLayer.LARGEST_WEIGHT);
        Shapes.require(
                temperature >= 1e-6 && temperature <= 1e6,
                "temperature is " + temperature + ", must be from 1e-6 to 1e6");
        this.featureNames = List.copyOf(featureNames);
        this.labels = List.copyOf(labels);
        this.standardiser = standardiser;
        this.hidden = hidden;
        this.units = hidden.expand();
        this.beta = beta.clone();
        this.temperature = temperature;
        this.provenance = provenance;
    }

    @Override
    public List<String> featureNames() {
        return featureNames;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    /** {@return the standardiser, which brings each feature to mean 0 and scale 1} */
    public Standardiser standardiser() {
        return standardiser;
    }

    @Override
    public MissingValues missing() {
        return standardiser.missing();
    }

    /** {@return the hidden layer} */
    public HiddenLayer hidden() {
        return hidden;
    }

    /** {@return the units of the hidden layer with their weights} */
    public HiddenUnits units() {
        return units;
    }

    /** {@return a copy of the output weights, row-major units x classes} */
    public float[] beta() {
        return beta.clone();
    }

    /** {@return the temperature, which divides the outputs before the softmax; greater than 0} */
    public double temperature() {
        return temperature;
    }

    /** {@return the origin of the model: its data, settings and quality} */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * Returns the same model with another origin.
     *
     * @param other the origin
     * @return a model that scores alike
     */
    public Elm with(Provenance other) {
        return new Elm(featureNames, labels, standardiser, hidden, beta, temperature, other);
    }

    @Override
    public double[] probabilities(float[] row) {
        double[] z = new double[hidden.inputs()];
        standardiser.apply(row, z);
        double[] h = new double[units.count()];
        units.apply(z, h);
        double[] outputs = new double[labels.size()];
        for (int u = 0; u < h.length; u++) {
            for (int c = 0; c < outputs.length; c++) {
                outputs[c] += h[u] * beta[u * outputs.length + c];
            }
        }
        return Softmax.of(outputs, temperature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Elm that
                && featureNames.equals(that.featureNames)
                && labels.equals(that.labels)
                && standardiser.equals(that.standardiser)
                && hidden.equals(that.hidden)
                && Arrays.equals(beta, that.beta)
                && temperature == that.temperature
                && provenance.equals(that.provenance);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(beta);
    }
}
