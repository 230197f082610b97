package io.elmstream.topology;

import io.elmstream.kernel.PackedModel;
import io.elmstream.wire.ServedVersion;

/**
 * A version that scores: packed, checked and warmed up.
 *
 * @param packed the model as the kernel takes it; shared by all threads
 * @param served what its predictions say of it
 */
record ReadyVersion(PackedModel packed, ServedVersion served) {}
