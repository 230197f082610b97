package io.elmstream.training;

import java.util.List;

/**
 * What a plan achieves on the rows of a {@link Validation}.
 *
 * @param lambdaPerRow the ridge parameter with the least squared error, divided by the number of training rows
 * @param temperature the temperature that calibrates the outputs
 * @param evaluation the quality of the predictions at that lambda and temperature
 */
public record Validated(double lambdaPerRow, double temperature, Evaluation evaluation) {

    static Validated of(HeldOut outputs, List<String> labels) {
        double temperature = outputs.temperature();
        return new Validated(outputs.lambdaPerRow(), temperature, outputs.evaluation(temperature, labels));
    }
}
