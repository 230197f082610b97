/**
 * The model: an Extreme Learning Machine with one hidden layer of fixed random weights, output weights, a standardiser
 * for its inputs and a softmax for its probabilities. Everything is an immutable value and a pure function of its
 * arguments, with the JDK alone: the same data and seed give the same bits on any JDK.
 */
@NullMarked
package io.elmstream.elm;

import org.jspecify.annotations.NullMarked;
