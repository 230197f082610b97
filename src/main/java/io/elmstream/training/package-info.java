/**
 * Training of models from rows: the ridge regression over the hidden layer, leave-one-out, class weights, temperature,
 * evaluation.
 */
@NullMarked
package io.elmstream.training;

import org.jspecify.annotations.NullMarked;
