package io.elmstream.guarantees;

import io.elmstream.elm.Elm;
import io.elmstream.governor.Command;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Upload;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.CommandRecords;
import io.elmstream.wire.ControlCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;

/**
 * Commands that anybody may send, and that ask for what must not be: each of them is to be refused, whatever came
 * before.
 */
final class HostileUploads {

    /** Bytes of a part that fits its digest, of a file that never comes. */
    static final int BOMB = 20_000;

    private static final ModelId MODEL = new ModelId(SmallModel.ID);
    private static final int[] PART_NUMBERS = {-1, Integer.MIN_VALUE, Upload.MAX_PARTS, Integer.MAX_VALUE};
    private static final int[] UNITS = {0, -1, 1 << 22, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final float[] NO_WEIGHTS = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -1e7f
    };

    private final Random random;
    private final int version;
    private final byte[] good;
    private final int beta;
    private final int betaLength;
    private final int units;
    private long number;

    /** @param version that they are about; nobody has published it */
    HostileUploads(Random random, int version) {
        this.random = random;
        this.version = version;
        this.good = SmallModel.artefact(version);
        Elm elm = SmallModel.elm(version);
        this.betaLength = elm.beta().length;
        this.beta = placeOf(elm.beta()[0]);
        float[] scales = elm.standardiser().scales();
        // behind the last scale and the activation's one byte
        this.units = placeOf(scales[scales.length - 1]) + Float.BYTES + 1;
    }

    private int placeOf(float value) {
        byte[] bytes = ByteBuffer.allocate(Float.BYTES).putFloat(value).array();
        for (int at = 0; at < good.length - bytes.length; at++) {
            if (Arrays.equals(good, at, at + bytes.length, bytes, 0, bytes.length)) {
                return at;
            }
        }
        throw new AssertionError(value + " is not in the file");
    }

    /** The value of a record. */
    byte[] next() {
        return switch (random.nextInt(5)) {
            case 0 -> Mutations.cut(random, encoded(publish(good)));
            case 1 -> Mutations.noise(random, random.nextInt(2_000));
            case 2 -> encoded(badUpload());
            default -> encoded(publish(badArtefact()));
        };
    }

    /** A part as it should be, of one of a few files. */
    byte[] bomb() {
        byte[] part = Mutations.noise(random, BOMB);
        String digest = HexFormat.of().toHexDigits(random.nextInt(50)).repeat(8);
        return encoded(new UploadPart(
                requestId(),
                MODEL,
                version,
                digest,
                random.nextInt(Upload.MAX_PARTS),
                ArtefactFormat.digest(part),
                part));
    }

    private byte[] badArtefact() {
        return switch (random.nextInt(7)) {
            case 0 -> Mutations.flipped(random, good);
            case 1 -> Mutations.cut(random, good);
            // from here on the digest fits
            case 2 -> BrokenModels.sealed(Arrays.copyOf(good, 40 + random.nextInt(good.length - 40)));
            case 3 ->
                with(
                        beta + Float.BYTES * random.nextInt(betaLength),
                        Float.floatToRawIntBits(NO_WEIGHTS[random.nextInt(NO_WEIGHTS.length)]));
            case 4 -> with(units, UNITS[random.nextInt(UNITS.length)]);
            case 5 ->
                BrokenModels.sealed(ByteBuffer.allocate(1_000)
                        .put(Mutations.noise(random, 1_000))
                        .put(0, good, 0, 6)
                        .array());
            default -> SmallModel.artefact(SmallModel.ID, version + 1 + random.nextInt(3), version);
        };
    }

    private byte[] with(int at, int bits) {
        byte[] bad = good.clone();
        ByteBuffer.wrap(bad).putInt(at, bits);
        return BrokenModels.sealed(bad);
    }

    private Command badUpload() {
        String file = ArtefactFormat.digest(good);
        String digest = ArtefactFormat.digest(good);
        return switch (random.nextInt(6)) {
            case 0 -> part(file, PART_NUMBERS[random.nextInt(PART_NUMBERS.length)], digest, good);
            case 1 -> part(file, 0, digest, Mutations.flipped(random, good));
            case 2 -> part(file.toUpperCase(Locale.ROOT) + "/..", 0, digest, good);
            case 3 -> part(file, 0, ArtefactFormat.digest(new byte[0]), new byte[0]);
            case 4 -> new PublishUpload(requestId(), MODEL, version, file, random.nextInt(), random.nextInt(), false);
            default -> new PublishUpload(requestId(), MODEL, version, file, Integer.MAX_VALUE, Upload.MAX_PARTS, true);
        };
    }

    private Command part(String file, int part, String digest, byte[] bytes) {
        return new UploadPart(requestId(), MODEL, version, file, part, digest, bytes);
    }

    private Command publish(byte[] artefact) {
        return new Publish(requestId(), MODEL, version, artefact, random.nextBoolean());
    }

    private String requestId() {
        return "hostile-" + number++;
    }

    private static byte[] encoded(Command command) {
        return ControlCodec.commands().encode(0, CommandRecords.command(command));
    }
}
