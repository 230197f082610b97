package io.elmstream.guarantees;

import io.elmstream.elm.Elm;
import io.elmstream.governor.RefusalReason;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.support.SmallModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Model files that must not serve, each for another reason. */
final class BrokenModels {

    private static final int DIGEST = 32;
    private static final int FIELDS = 100;

    private final int version;
    private final Elm elm;
    private final byte[] good;

    /** @param version that they claim to be */
    BrokenModels(int version) {
        this.version = version;
        this.elm = SmallModel.elm(version);
        this.good = SmallModel.artefact(version);
    }

    /** What the governor refuses, by the reason that it must give. */
    Map<RefusalReason, byte[]> byReason() {
        Map<RefusalReason, byte[]> broken = new LinkedHashMap<>();
        broken.put(RefusalReason.NOT_AN_ARTEFACT, "{\"model\": \"shuttle\"}".getBytes(StandardCharsets.UTF_8));
        broken.put(RefusalReason.DIGEST_MISMATCH, flipped());
        broken.put(RefusalReason.MALFORMED, sealed(Arrays.copyOf(good, good.length - FIELDS)));
        broken.put(RefusalReason.INVALID_MODEL, withNaN());
        broken.put(RefusalReason.WRONG_MODEL, SmallModel.artefact("boiler", version));
        broken.put(RefusalReason.WRONG_VERSION, SmallModel.artefact(version + 1));
        broken.put(RefusalReason.VERSION_EXISTS, SmallModel.artefact(SmallModel.ID, 1, version));
        broken.put(RefusalReason.LABELS_DIFFER, withOtherLabels());
        return broken;
    }

    /** What the governor lets through, but no kernel computes: probabilities that are not the model's. */
    byte[] withWrongProbes() {
        int classes = elm.labels().size();
        float[] row = new float[elm.featureNames().size()];
        float[] expected = new float[classes];
        for (int c = 0; c < classes; c++) {
            row[c] = SmallModel.FEATURES.get(c);
            expected[c] = 1f / classes;
        }
        return ArtefactFormat.write(
                new Artefact(new ModelId(SmallModel.ID), version, elm, new Probes(row.length, classes, row, expected)));
    }

    private byte[] flipped() {
        byte[] bytes = good.clone();
        bytes[bytes.length / 2] ^= 4;
        return bytes;
    }

    private byte[] withNaN() {
        byte[] bytes = good.clone();
        byte[] weight = ByteBuffer.allocate(Float.BYTES).putFloat(elm.beta()[0]).array();
        int at = Collections.indexOfSubList(boxed(bytes), boxed(weight));
        ByteBuffer.wrap(bytes).putFloat(at, Float.NaN);
        return sealed(bytes);
    }

    private byte[] withOtherLabels() {
        List<String> labels = new ArrayList<>(elm.labels());
        Collections.reverse(labels);
        Elm other = new Elm(
                elm.featureNames(),
                labels,
                elm.standardiser(),
                elm.hidden(),
                elm.beta(),
                elm.temperature(),
                elm.provenance());
        return ArtefactFormat.write(new Artefact(new ModelId(SmallModel.ID), version, other, SmallModel.probes(other)));
    }

    /** The bytes with a digest that fits them. */
    static byte[] sealed(byte[] bytes) {
        int end = bytes.length - DIGEST;
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, end);
            byte[] sealed = Arrays.copyOf(bytes, bytes.length);
            System.arraycopy(digest.digest(), 0, sealed, end, DIGEST);
            return sealed;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            list.add(each);
        }
        return list;
    }
}
