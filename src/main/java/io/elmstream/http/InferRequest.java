package io.elmstream.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for inference, whatever form it had.
 *
 * @param id is returned with the answer
 * @param sensor decides whether a challenger's share includes the request
 * @param inputs one matrix of all features, or one input for each feature
 * @param outputs which outputs the answer contains, and how
 */
record InferRequest(Optional<String> id, Optional<String> sensor, List<Tensor> inputs, Outputs outputs) {

    static final String LABEL = "label";
    static final String PROBABILITIES = "probabilities";

    /**
     * The outputs of an answer.
     *
     * @param named the requested outputs in order; empty for all
     * @param binaryByDefault whether outputs that say nothing else are binary
     */
    record Outputs(Map<String, Output> named, boolean binaryByDefault) {

        /** Returns what an output looks like; empty if it was not requested. */
        Optional<Output> of(String name) {
            return named.isEmpty()
                    ? Optional.of(new Output(Optional.of(binaryByDefault), Optional.empty()))
                    : Optional.ofNullable(named.get(name));
        }

        boolean isBinary(Output output) {
            return output.binary().orElse(binaryByDefault);
        }
    }

    /**
     * A requested output.
     *
     * @param binary whether its data follow the JSON header; empty if it does not say
     * @param classification the number of most probable classes to return as text instead of all probabilities
     */
    record Output(Optional<Boolean> binary, Optional<Integer> classification) {}
}
