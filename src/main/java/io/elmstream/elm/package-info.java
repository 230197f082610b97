/**
 * The mathematics of Extreme Learning Machines: one hidden layer with fixed random weights, output weights by ridge
 * regression, calibrated probabilities, and what a model measures on data. Everything is a pure function of its
 * arguments: the same data and seed give the same bits on any JDK.
 */
@NullMarked
package io.elmstream.elm;

import org.jspecify.annotations.NullMarked;

