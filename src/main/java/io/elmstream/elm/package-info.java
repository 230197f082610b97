/**
 * What an Extreme Learning Machine is: one hidden layer with fixed random weights, output weights, and what its inputs
 * and probabilities need besides. Everything is an immutable value and a pure function of its arguments, with the JDK
 * alone: the same data and seed give the same bits on any JDK.
 */
@NullMarked
package io.elmstream.elm;

import org.jspecify.annotations.NullMarked;
