/** The topics as they should be: looked at, checked, created, grown, and who may do what with them. */
@NullMarked
package io.elmstream.topics;

import org.jspecify.annotations.NullMarked;
