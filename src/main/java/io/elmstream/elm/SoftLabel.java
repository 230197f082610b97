package io.elmstream.elm;

/**
 * What is known of the class of a row that teachers have scored (Hinton, Vinyals, Dean: "Distilling the knowledge in a
 * neural network", 2015).
 *
 * @param label index of the row's own label if it is known, otherwise of the class that the teachers give it
 * @param known whether it is the row's own label
 * @param probabilities the teachers' probability of each class, one per label, 0 to 1; they sum to 1
 */
public record SoftLabel(int label, boolean known, float[] probabilities) {

    /** Checks the values and copies the array. */
    public SoftLabel {
        Shapes.require(
                label >= 0 && label < probabilities.length,
                "label is " + label + ", must be from 0 to " + (probabilities.length - 1));
        for (float probability : probabilities) {
            Shapes.require(
                    probability >= 0 && probability <= 1, "a probability is " + probability + ", must be from 0 to 1");
        }
        probabilities = probabilities.clone();
    }

    /**
     * Returns one of the probabilities.
     *
     * @param c index of the class
     * @return its probability
     */
    public float probability(int c) {
        return probabilities[c];
    }

    /** {@return a copy of the probabilities} */
    @Override
    public float[] probabilities() {
        return probabilities.clone();
    }
}
