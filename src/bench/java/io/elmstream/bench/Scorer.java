package io.elmstream.bench;

/** Scores a batch in its own way; what {@link KernelBench} compares. */
interface Scorer {

    /**
     * @param rows row-major count x inputs
     * @param probabilities takes the result, row-major count x classes
     */
    void score(float[] rows, int count, float[] probabilities);
}
