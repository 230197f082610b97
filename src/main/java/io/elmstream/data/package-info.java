/** Files: compression, output that is written atomically, pictures as SVG, and what messages about files need. */
@NullMarked
package io.elmstream.data;

import org.jspecify.annotations.NullMarked;
