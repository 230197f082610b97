/**
 * Serialization: the registry's wire format (a zero byte, a 4-byte content id, Avro binary), fast codecs for readings
 * and predictions, and the control records, which are read with the schemas in the jar.
 */
@NullMarked
package io.elmstream.wire;

import org.jspecify.annotations.NullMarked;
