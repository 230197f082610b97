/** Whether a model is still to be trusted: drift of streams of numbers. Pure. */
@NullMarked
package io.elmstream.quality;

import org.jspecify.annotations.NullMarked;
