/** Explanations of why a broker or a registry does not answer: one line that names the cause and what to check. */
@NullMarked
package io.elmstream.diagnosis;

import org.jspecify.annotations.NullMarked;
