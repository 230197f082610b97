package io.elmstream.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What every prediction of one version says of it, encoded once: model id, version and revision, and the labels.
 */
public final class ServedVersion {

    private final String modelId;
    private final int version;
    private final long revision;
    private final List<String> labels;
    private final byte[] stamp;
    private final byte[][] encodedLabels;

    /**
     * @param revision of the timeline's step that named the version
     * @param labels of the model's classes
     */
    public ServedVersion(String modelId, int version, long revision, List<String> labels) {
        this.modelId = modelId;
        this.version = version;
        this.revision = revision;
        this.labels = List.copyOf(labels);
        AvroOutput out = new AvroOutput();
        out.writeBytes(modelId.getBytes(StandardCharsets.UTF_8));
        out.writeLong(version);
        out.writeLong(revision);
        this.stamp = out.toBytes();
        this.encodedLabels = labels.stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    public String modelId() {
        return modelId;
    }

    public int version() {
        return version;
    }

    public long revision() {
        return revision;
    }

    /** The class labels, in the order of the probabilities. */
    public List<String> labels() {
        return labels;
    }

    byte[] stamp() {
        return stamp;
    }

    byte[] encodedLabel(int index) {
        return encodedLabels[index];
    }
}
