package io.elmstream.scoring;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the predictions of a part. Closing it finishes the part. */
interface PartWriter extends Closeable {

    /**
     * Writes a prediction.
     *
     * @param kept the values of the kept columns
     * @param probabilities row-major, one per class
     * @param at where the row starts
     * @param top the index of the predicted class
     * @param verified whether the verifier answered
     */
    void write(@Nullable Object[] kept, float[] probabilities, int at, int top, boolean verified) throws IOException;
}
