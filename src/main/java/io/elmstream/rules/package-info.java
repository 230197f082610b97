/**
 * Rules on top of predictions: sets of conditions and effects that a user writes as data.
 *
 * <p>A condition is an expression of the Common Expression Language, CEL, over one reading and its prediction. CEL
 * gives syntax and types; what runs is a tree of closures over primitive values, without loops, calls or allocation, so
 * that the time of a reading is bounded by the number of nodes, at most
 * {@value io.elmstream.rules.RuleCompiler#MAX_NODES} a condition. A condition that compiles has no errors when it runs:
 * a feature that is missing is NaN, with which every comparison but {@code !=} is false.
 *
 * <p>Variables of a condition:
 *
 * <ul>
 *   <li>features by name, as {@code temperature} or {@code features['any name']}: numbers with the precision of a float
 *   <li>{@code label}, {@code model}, {@code sensor}, {@code previous}: texts; {@code previous} is the label of the
 *       sensor's prediction before this one, {@code ''} if there was none
 *   <li>{@code confidence}, {@code margin}: numbers from 0 to 1; the margin is the distance to the second probability
 *   <li>{@code held}: for how many seconds of event time the label was the same before this reading
 *   <li>{@code abstained}: whether the model abstained
 *   <li>{@code outOfRange}: how far the reading lies beyond the training rows, 0 to 1
 *   <li>{@code version}: a whole number
 * </ul>
 *
 * <p>Operators: {@code && || ! == != < <= > >= + - * / %}, {@code ?:} and {@code in} with a list of constants. Whole
 * numbers stay below 2<sup>53</sup>, so that none overflows and comparisons with other numbers are exact; {@code /} and
 * {@code %} of whole numbers divide by constants other than 0. Texts and truth values are compared by {@code ==},
 * {@code !=} and {@code in} only, {@code sensor} with constants only.
 */
@NullMarked
package io.elmstream.rules;

import org.jspecify.annotations.NullMarked;
