package io.elmstream.elm;

/**
 * How far the predictions of a model are to be believed, by rows that it was not trained on.
 *
 * @param abstention from which predictions the model abstains
 * @param sets the classes that a reading may well have
 * @param range the part of the feature space that the training rows came from
 */
public record Trust(Abstention abstention, LabelSets sets, TrainingRange range) {

    /** Checks the shapes. */
    public Trust {
        Shapes.requireLength("label sets", sets.classes(), abstention.classes());
    }

    /**
     * Checks that it is of a model's shape.
     *
     * @param inputs the number of features
     * @param classes the number of labels
     * @throws IllegalArgumentException if it is not
     */
    public void requireShape(int inputs, int classes) {
        Shapes.requireLength("range", range.inputs(), inputs);
        Shapes.requireLength("abstention", abstention.classes(), classes);
    }
}
