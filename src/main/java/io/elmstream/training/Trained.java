package io.elmstream.training;

import io.elmstream.elm.Elm;

/**
 * The result of a training.
 *
 * @param elm the model, trained on all training rows
 * @param validated the quality by the rows that chose lambda and temperature
 * @param leaveOneOut the quality by leave-one-out over the training rows, at that lambda
 * @param calibration of the trust in its predictions, by the rows that chose lambda and temperature
 */
public record Trained(Elm elm, Validated validated, Evaluation leaveOneOut, Calibration calibration) {}
