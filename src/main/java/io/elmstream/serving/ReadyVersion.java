package io.elmstream.serving;

import io.elmstream.kernel.PackedModel;
import io.elmstream.wire.ServedVersion;

/**
 * A version that can score, as one step names it.
 *
 * @param packed the model, laid out for the kernel; shared by all steps that name the version
 * @param served what its predictions say of it
 * @param counts what its predictions that count are counted in
 */
public record ReadyVersion(PackedModel packed, ServedVersion served, VersionCounts counts) {}
