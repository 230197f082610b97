package io.elmstream.serving;

import io.elmstream.kernel.PackedClassifier;
import io.elmstream.wire.ServedVersion;

/**
 * A version that can score, for one step that names it.
 *
 * @param packed the model in the layout of the kernel; shared by all steps that name the version
 * @param served the data of the version that its predictions contain
 * @param counts the counts of its predictions, those that count
 */
public record ReadyVersion(PackedClassifier packed, ServedVersion served, VersionCounts counts) {}
