package io.elmstream.model;

import io.elmstream.elm.Classifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The features and labels that all versions of a model share, so that readings and predictions keep their meaning when
 * versions change. The first published version sets them.
 *
 * @param featureNames the features of a reading, in order
 * @param labels the classes of a prediction, in order
 */
public record Contract(List<String> featureNames, List<String> labels) {

    /** The largest total length of all names, in characters, so that the contract always fits into one record. */
    public static final int MAX_CHARACTERS = 65_536;

    /** Copies the lists. */
    public Contract {
        featureNames = List.copyOf(featureNames);
        labels = List.copyOf(labels);
    }

    /**
     * Returns the contract of a model.
     *
     * @param classifier the model
     * @return the names of its features and its labels
     */
    public static Contract of(Classifier classifier) {
        return new Contract(classifier.featureNames(), classifier.labels());
    }

    /** {@return the total length of all names, in characters} */
    public int characters() {
        return featureNames.stream().mapToInt(String::length).sum()
                + labels.stream().mapToInt(String::length).sum();
    }

    /**
     * Returns a contract with the names of both.
     *
     * @param other the contract whose names are added
     * @return those of this contract, then those that only the other one has; the other one alone if they would be too
     *     many together
     */
    public Contract and(Contract other) {
        Contract both = new Contract(joined(featureNames, other.featureNames), joined(labels, other.labels));
        return both.characters() <= MAX_CHARACTERS ? both : other;
    }

    private static List<String> joined(List<String> names, List<String> more) {
        return Stream.concat(names.stream(), more.stream()).distinct().toList();
    }

    /**
     * Returns the first difference between two lists of names.
     *
     * @param agreed the expected names
     * @param offered the names to compare with them
     * @return the first difference in words; empty if the lists are equal
     */
    public static Optional<String> difference(List<String> agreed, List<String> offered) {
        for (int i = 0; i < Math.min(agreed.size(), offered.size()); i++) {
            if (!agreed.get(i).equals(offered.get(i))) {
                return Optional.of("number " + (i + 1) + " is '" + offered.get(i) + "', not '" + agreed.get(i) + "'");
            }
        }
        return agreed.size() == offered.size()
                ? Optional.empty()
                : Optional.of("there are " + offered.size() + ", not " + agreed.size());
    }
}
