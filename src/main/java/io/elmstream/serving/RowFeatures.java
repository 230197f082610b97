package io.elmstream.serving;

import java.util.List;

/** The features of a row, and what takes them. */
public interface RowFeatures {

    /** Returns the names of the features, in the order of the row; the same list at each call. */
    List<String> features();

    /** Returns what takes the row, for messages: for example {@code model shuttle version 3}. */
    String taker();
}
