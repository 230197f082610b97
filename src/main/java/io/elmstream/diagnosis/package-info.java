/** Why a broker or a registry does not answer, in one line that says what to look at. */
@NullMarked
package io.elmstream.diagnosis;

import org.jspecify.annotations.NullMarked;
