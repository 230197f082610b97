/** Sparkplug B: its payloads and topics, and what edge nodes and devices have told so far. */
@NullMarked
package io.elmstream.readings.sparkplug;

import org.jspecify.annotations.NullMarked;
