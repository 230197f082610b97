package io.elmstream.training;

import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.Samples;
import io.elmstream.elm.Shapes;
import io.elmstream.elm.Standardiser;
import java.security.MessageDigest;
import java.util.List;

/**
 * What online learning keeps as it is: only the output weights follow the rows. The standardiser too is frozen, since
 * the sums hold rows as it made them; if the scale of a feature moves far from it, units saturate, and a new basis is
 * needed.
 *
 * @param featureNames one per input
 * @param labels the classes known at the start, one or more
 * @param standardiser with one mean and scale per input
 * @param hidden the hidden layer
 */
public record OnlineBasis(
        List<String> featureNames, List<String> labels, Standardiser standardiser, HiddenLayer hidden) {

    /** Checks the shapes and copies the lists. */
    public OnlineBasis {
        featureNames = List.copyOf(featureNames);
        labels = List.copyOf(labels);
        Shapes.require(
                featureNames.size() == hidden.inputs() && standardiser.inputs() == hidden.inputs(),
                "there are " + featureNames.size() + " featureNames and " + standardiser.inputs()
                        + " inputs of the standardiser, must be " + hidden.inputs() + ", the inputs of the layer");
        Shapes.require(!labels.isEmpty(), "labels is empty, must have one or more");
    }

    /**
     * Takes the basis of a model.
     *
     * @param elm the model
     * @return its standardiser and hidden layer
     */
    public static OnlineBasis of(Elm elm) {
        return new OnlineBasis(elm.featureNames(), elm.labels(), elm.standardiser(), elm.hidden());
    }

    /**
     * Makes a basis of rows, as training does.
     *
     * @param samples the rows, the first of a stream; read once or twice
     * @param plan the hidden layer, its seed and the meaning of missing values
     * @return the standardiser of these rows, and the hidden layer drawn from them
     * @throws TrainingException if there are no rows, or a feature is not a number
     */
    public static OnlineBasis of(Samples samples, TrainingPlan plan) {
        RowStatistics statistics = new RowStatistics(samples, plan.missing());
        samples.forEach(statistics);
        if (statistics.rows() == 0) {
            throw new TrainingException("there are no rows to make a standardiser and a hidden layer of");
        }
        LooSample sample = new LooSample(samples.featureNames().size(), statistics.rowsOfStratum());
        if (plan.layer().drawnFromRows()) {
            samples.forEach(sample);
        }
        Standardiser standardiser = statistics.standardiser();
        HiddenLayer hidden = new LayerDraw(new StandardisedRows(standardiser, sample), plan.seed()).draw(plan.layer());
        return new OnlineBasis(samples.featureNames(), samples.labels(), standardiser, hidden);
    }

    /** Returns a digest of all that the sums depend on. */
    byte[] fingerprint() {
        MessageDigest digest = RowStatistics.sha256();
        digest.update(TileForm.bytes(out -> {
            out.writeUTF(standardiser.missing().name());
            float[] means = standardiser.means();
            float[] scales = standardiser.scales();
            for (int j = 0; j < means.length; j++) {
                out.writeUTF(featureNames.get(j));
                out.writeFloat(means[j]);
                out.writeFloat(scales[j]);
            }
            HiddenUnits units = hidden.expand();
            for (int u = 0; u < units.count(); u++) {
                out.writeUTF(units.activation(u).name());
                out.writeFloat(units.bias(u));
                for (int link = units.first(u); link < units.first(u + 1); link++) {
                    out.writeInt(units.input(link));
                    out.writeFloat(units.weight(link));
                }
            }
        }));
        return digest.digest();
    }
}
