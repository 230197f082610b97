/** Models in the forms of others, as pure functions of a model file: a C99 header, and an ONNX graph. */
@NullMarked
package io.elmstream.export;

import org.jspecify.annotations.NullMarked;
