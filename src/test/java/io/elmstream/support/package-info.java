/** What tests of several packages share: small models, a driven topology, files that are made from code. */
@NullMarked
package io.elmstream.support;

import org.jspecify.annotations.NullMarked;
