/** Clients of a running application's control topics: commands and answers, status, and published models. */
@NullMarked
package io.elmstream.client;

import org.jspecify.annotations.NullMarked;
