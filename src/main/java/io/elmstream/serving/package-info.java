/**
 * What one instance serves: the versions of all models, prepared and kept in memory, the snapshot in force, and the
 * counts of their predictions. Independent of Kafka.
 */
@NullMarked
package io.elmstream.serving;

import org.jspecify.annotations.NullMarked;
