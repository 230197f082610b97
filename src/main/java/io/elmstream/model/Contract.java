package io.elmstream.model;

import io.elmstream.elm.Elm;
import java.util.List;
import java.util.Optional;

/**
 * What every version of a model must agree on, so that readings and predictions keep their meaning through a swap. The
 * first published version sets it.
 *
 * @param featureNames the features of a reading, in order
 * @param labels the classes of a prediction, in order
 */
public record Contract(List<String> featureNames, List<String> labels) {

    /** The most characters that all names may have together, so that the contract always fits into one record. */
    public static final int MAX_CHARACTERS = 65_536;

    /** Copies the lists. */
    public Contract {
        featureNames = List.copyOf(featureNames);
        labels = List.copyOf(labels);
    }

    /**
     * The contract of a model.
     *
     * @param elm the model
     * @return the names of its features and its labels
     */
    public static Contract of(Elm elm) {
        return new Contract(elm.featureNames(), elm.labels());
    }

    /** {@return the number of characters of all names} */
    public int characters() {
        return featureNames.stream().mapToInt(String::length).sum()
                + labels.stream().mapToInt(String::length).sum();
    }

    /**
     * Says where two lists of names differ.
     *
     * @param agreed the names that count
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
