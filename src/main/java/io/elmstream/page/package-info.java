/** The live page: what all instances report, on one time axis, as JSON and events. */
@NullMarked
package io.elmstream.page;

import org.jspecify.annotations.NullMarked;
