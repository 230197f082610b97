/**
 * When an alert is raised and when it is cleared, as a pure state machine over the predictions of one sensor and one
 * model. Nothing here knows where a prediction comes from or where an alert goes to.
 */
@NullMarked
package io.elmstream.alert;

import org.jspecify.annotations.NullMarked;
