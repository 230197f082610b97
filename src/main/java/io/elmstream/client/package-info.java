/** Talking to a running application over its control topics: commands and their answers, status, published models. */
@NullMarked
package io.elmstream.client;

import org.jspecify.annotations.NullMarked;
