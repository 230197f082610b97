package io.elmstream.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.elmstream.elm.Trust;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The part of a prediction that is the same for all predictions of a version, encoded once: model id, version and
 * revision, and the labels.
 */
public final class ServedVersion {

    /** Used instead of a class index if the reading carries no true class. */
    public static final int UNLABELLED = -2;

    /** Used instead of a class index if the version has no such class. */
    public static final int NO_SUCH_CLASS = -1;

    private final VersionKey key;
    private final long revision;
    private final List<String> labels;
    private final Optional<Trust> trust;
    private final byte[] stamp;
    private final byte[][] encodedLabels;
    private final byte[] labelArray;
    /** The model id and the labels for JSON, which are quoted when they are first written. */
    private final SerializableString modelText;

    private final SerializableString[] labelTexts;
    /** The indices of the labels, in the order of their bytes. */
    private final int[] byBytes;

    /**
     * Encodes a version.
     *
     * @param revision of the timeline's step that names the version
     * @param labels of the model's classes
     */
    public ServedVersion(VersionKey key, long revision, List<String> labels) {
        this(key, revision, labels, Optional.empty());
    }

    /**
     * Encodes a version.
     *
     * @param revision of the timeline's step that names the version
     * @param labels of the model's classes
     * @param trust how far its predictions are to be believed
     */
    public ServedVersion(VersionKey key, long revision, List<String> labels, Optional<Trust> trust) {
        this.key = key;
        this.revision = revision;
        this.labels = List.copyOf(labels);
        this.trust = trust;
        this.stamp = stamp(key, revision);
        this.encodedLabels = labels.stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.labelArray = array(encodedLabels);
        this.modelText = new SerializedString(key.modelId().value());
        this.labelTexts = Stream.of(encodedLabels)
                .map(label -> new SerializedString(new String(label, StandardCharsets.UTF_8)))
                .toArray(SerializableString[]::new);
        this.byBytes = IntStream.range(0, encodedLabels.length)
                .boxed()
                .sorted((one, other) -> Arrays.compare(encodedLabels[one], encodedLabels[other]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private ServedVersion(ServedVersion same, long revision) {
        this.key = same.key;
        this.revision = revision;
        this.labels = same.labels;
        this.trust = same.trust;
        this.stamp = stamp(key, revision);
        this.encodedLabels = same.encodedLabels;
        this.labelArray = same.labelArray;
        this.modelText = same.modelText;
        this.labelTexts = same.labelTexts;
        this.byBytes = same.byBytes;
    }

    /** Returns the same version for another step. The labels are shared, because both labels and steps may be many. */
    public ServedVersion at(long otherRevision) {
        return new ServedVersion(this, otherRevision);
    }

    private static byte[] stamp(VersionKey key, long revision) {
        AvroOutput out = new AvroOutput();
        out.writeBytes(key.modelId().value().getBytes(StandardCharsets.UTF_8));
        out.writeLong(key.version());
        out.writeLong(revision);
        return out.toBytes();
    }

    private static byte[] array(byte[][] texts) {
        AvroOutput out = new AvroOutput();
        if (texts.length > 0) {
            out.writeLong(texts.length);
        }
        for (byte[] text : texts) {
            out.writeBytes(text);
        }
        out.writeLong(0);
        return out.toBytes();
    }

    public VersionKey key() {
        return key;
    }

    public ModelId modelId() {
        return key.modelId();
    }

    public int version() {
        return key.version();
    }

    public long revision() {
        return revision;
    }

    /** Returns the class labels, in the order of the probabilities. */
    public List<String> labels() {
        return labels;
    }

    /** Returns how far predictions of the version are to be believed; empty if that was not measured. */
    public Optional<Trust> trust() {
        return trust;
    }

    /**
     * Returns the index of the class whose label in UTF-8 extends from {@code from} to {@code to}, or
     * {@link #NO_SUCH_CLASS}.
     */
    public int indexOf(byte[] bytes, int from, int to) {
        int low = 0;
        int high = byBytes.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            byte[] label = encodedLabels[byBytes[middle]];
            int order = Arrays.compare(label, 0, label.length, bytes, from, to);
            if (order == 0) {
                return byBytes[middle];
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NO_SUCH_CLASS;
    }

    byte[] stamp() {
        return stamp;
    }

    /** Returns all labels as an Avro array. */
    byte[] labelArray() {
        return labelArray;
    }

    SerializableString modelText() {
        return modelText;
    }

    SerializableString[] labelTexts() {
        return labelTexts;
    }

    byte[] encodedLabel(int index) {
        return encodedLabels[index];
    }
}
