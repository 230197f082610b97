/**
 * Single requests over HTTP: the Open Inference Protocol and a form of TensorFlow Serving's, on the models that an
 * instance serves.
 */
@NullMarked
package io.elmstream.http;

import org.jspecify.annotations.NullMarked;
