/**
 * What one instance serves: the versions of all models, made ready and kept in memory, the snapshot in force, and what
 * is counted of them. It knows no Kafka.
 */
@NullMarked
package io.elmstream.serving;

import org.jspecify.annotations.NullMarked;
