/**
 * What an instance serves over HTTP: single requests, by the Open Inference Protocol and a form of TensorFlow
 * Serving's; health, metrics, and further sites.
 */
@NullMarked
package io.elmstream.http;

import org.jspecify.annotations.NullMarked;
