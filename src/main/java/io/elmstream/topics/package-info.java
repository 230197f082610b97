/** The required topics: their catalogue, checks, creation and expansion, and their ACLs. */
@NullMarked
package io.elmstream.topics;

import org.jspecify.annotations.NullMarked;
