/**
 * When an alert is raised and when it is cleared, as a pure state machine over the predictions of one sensor and one
 * model. Independent of the source of predictions and the destination of alerts.
 */
@NullMarked
package io.elmstream.alert;

import org.jspecify.annotations.NullMarked;
