package io.elmstream.model;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.WeightGenerator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Artefacts as bytes, format version 1, big-endian:
 *
 * <pre>
 * "ELMS"  4 bytes
 * u16     format version
 * id, version
 * feature names, labels
 * standardiser: missing policy, means, scales
 * hidden layer: activation, units, then 0 and generator and seed, or 1 and W and b
 * beta, temperature
 * provenance
 * probes: count, rows, expected probabilities
 * 32      SHA-256 of all bytes before
 * </pre>
 *
 * <p>A text is a u16 length and UTF-8 bytes, a list a u16 count and its members; arrays of floats carry no length of
 * their own, it follows from the shapes. Enums go by number, and a number never changes its meaning. The same artefact
 * gives the same bytes, and what reads without fault writes back as it was.
 */
public final class ArtefactFormat {

    /** The largest artefact: 16 MiB. */
    public static final int MAX_BYTES = 1 << 24;

    private static final int VERSION = 1;
    private static final byte[] MAGIC = {'E', 'L', 'M', 'S'};
    private static final int HEADER = MAGIC.length + Short.BYTES;
    private static final int SEEDED = 0;
    private static final int EXPLICIT = 1;

    /** Listed by their numbers in the file, which are independent of the order in the code. */
    private static final List<MissingValues> MISSING = List.of(MissingValues.REFUSE, MissingValues.MEAN);

    private static final List<Activation> ACTIVATIONS = List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU);

    private ArtefactFormat() {}

    /**
     * Writes an artefact in the newest format.
     *
     * @param artefact the model and its probes
     * @return the bytes of its file
     * @throws IllegalArgumentException if it is larger than the format allows
     */
    public static byte[] write(Artefact artefact) {
        Elm elm = artefact.elm();
        ByteWriter out = new ByteWriter();
        out.bytes(MAGIC);
        out.u16(VERSION);
        out.text(artefact.id().value());
        out.i32(artefact.version());
        out.texts(elm.featureNames());
        out.texts(elm.labels());
        out.oneOf(elm.standardiser().missing(), MISSING);
        out.floats(elm.standardiser().means());
        out.floats(elm.standardiser().scales());
        writeHidden(out, elm.hidden());
        out.floats(elm.beta());
        out.f64(elm.temperature());
        writeProvenance(out, elm.provenance());
        out.u16(artefact.probes().count());
        out.floats(artefact.probes().rows());
        out.floats(artefact.probes().expected());
        byte[] content = out.toBytes();
        out.bytes(Sha256.of(content, content.length));
        byte[] bytes = out.toBytes();
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the artefact has " + bytes.length + " bytes, must have " + MAX_BYTES + " or less");
        }
        return bytes;
    }

    /**
     * Reads an artefact of any format version. Any bytes are safe to pass.
     *
     * @param bytes a whole file
     * @return the artefact
     * @throws ArtefactException if they are not a complete and valid artefact
     */
    public static Artefact read(byte[] bytes) throws ArtefactException {
        requireWhole(bytes);
        ByteReader in = new ByteReader(bytes, HEADER, bytes.length - Sha256.LENGTH);
        try {
            Artefact artefact = readArtefact(in);
            in.requireEnd();
            return artefact;
        } catch (IllegalArgumentException e) {
            // the constructors of the model check shapes and figures; their messages name the field
            throw new ArtefactException(ArtefactFault.INVALID_MODEL, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads the feature names from the beginning of a file.
     *
     * @param beginning the first bytes of a file, enough to contain the names
     * @return the names of the features, in the order of a row
     * @throws ArtefactException if it is not an artefact, or the names are incomplete
     */
    public static List<String> featureNames(byte[] beginning) throws ArtefactException {
        requireFormat(beginning);
        ByteReader in = new ByteReader(beginning, HEADER, beginning.length);
        in.text("id");
        in.i32("version");
        return in.texts("featureNames");
    }

    /**
     * Computes the file size of an artefact if W and b were stored explicitly instead of as a seed.
     *
     * @param artefact the model and its probes
     * @param size of its file, in bytes
     * @return the same size if they are stored explicitly already
     */
    public static long bytesWithExplicitWeights(Artefact artefact, int size) {
        if (!(artefact.elm().hidden() instanceof SeededHidden seeded)) {
            return size;
        }
        int seed = Short.BYTES + seeded.generator().id().getBytes(StandardCharsets.UTF_8).length + Long.BYTES;
        return size - seed + (long) Float.BYTES * seeded.units() * (seeded.inputs() + 1);
    }

    /**
     * Computes the digest that identifies a version.
     *
     * @param bytes a whole file
     * @return their SHA-256, 64 hexadecimal digits in lower case
     */
    public static String digest(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    private static void requireWhole(byte[] bytes) throws ArtefactException {
        if (bytes.length > MAX_BYTES) {
            throw new ArtefactException(
                    ArtefactFault.TOO_LARGE, bytes.length + " bytes, an artefact has " + MAX_BYTES + " or less");
        }
        requireFormat(bytes);
        int end = bytes.length - Sha256.LENGTH;
        if (end < HEADER || !Arrays.equals(bytes, end, bytes.length, Sha256.of(bytes, end), 0, Sha256.LENGTH)) {
            throw new ArtefactException(
                    ArtefactFault.DIGEST_MISMATCH, "the SHA-256 at the end does not match: bytes were lost or changed");
        }
    }

    private static void requireFormat(byte[] bytes) throws ArtefactException {
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new ArtefactException(ArtefactFault.NOT_AN_ARTEFACT, "the bytes do not start with \"ELMS\"");
        }
        int version = ((bytes[4] & 0xff) << 8) | (bytes[5] & 0xff);
        if (version != VERSION) {
            throw new ArtefactException(
                    ArtefactFault.UNKNOWN_FORMAT,
                    "format version " + version + ", this version of Elmstream reads " + VERSION);
        }
    }

    private static Artefact readArtefact(ByteReader in) throws ArtefactException {
        ModelId id = new ModelId(in.text("id"));
        int version = in.i32("version");
        var featureNames = in.texts("featureNames");
        var labels = in.texts("labels");
        MissingValues missing = in.oneOf("missing", MISSING);
        int inputs = featureNames.size();
        Standardiser standardiser = new Standardiser(in.floats("means", inputs), in.floats("scales", inputs), missing);
        HiddenLayer hidden = readHidden(in, inputs);
        float[] beta = in.floats("beta", (long) hidden.units() * labels.size());
        double temperature = in.f64("temperature");
        Elm elm = new Elm(featureNames, labels, standardiser, hidden, beta, temperature, readProvenance(in));
        int count = in.u16("probes");
        float[] rows = in.floats("probe rows", (long) count * inputs);
        float[] expected = in.floats("expected probabilities", (long) count * labels.size());
        return new Artefact(id, version, elm, new Probes(inputs, labels.size(), rows, expected));
    }

    private static void writeHidden(ByteWriter out, HiddenLayer hidden) {
        out.oneOf(hidden.activation(), ACTIVATIONS);
        out.i32(hidden.units());
        if (hidden instanceof SeededHidden seeded) {
            out.u8(SEEDED);
            out.text(seeded.generator().id());
            out.i64(seeded.seed());
        } else {
            out.u8(EXPLICIT);
            out.floats(hidden.weights());
            out.floats(hidden.biases());
        }
    }

    private static HiddenLayer readHidden(ByteReader in, int inputs) throws ArtefactException {
        Activation activation = in.oneOf("activation", ACTIVATIONS);
        int units = in.i32("units");
        // a seed of a few bytes must not expand into more than an explicit layer could contain
        if (units < 1 || (long) units * inputs * Float.BYTES > MAX_BYTES) {
            throw in.malformed("units is " + units + " for " + inputs + " inputs");
        }
        int form = in.u8("hidden layer form");
        if (form == SEEDED) {
            String id = in.text("generator");
            WeightGenerator generator = WeightGenerator.named(id)
                    .orElseThrow(() -> in.malformed("generator \"" + id + "\" is not known to this version"));
            return new SeededHidden(inputs, units, activation, generator, in.i64("seed"));
        }
        if (form == EXPLICIT) {
            float[] weights = in.floats("W", (long) units * inputs);
            return new ExplicitHidden(inputs, activation, weights, in.floats("b", units));
        }
        throw in.malformed("hidden layer form is " + form);
    }

    private static void writeProvenance(ByteWriter out, Provenance provenance) {
        out.text(provenance.dataDigest());
        out.i64(provenance.rows());
        out.f64(provenance.lambda());
        out.f64(provenance.quality().accuracy());
        out.f64(provenance.quality().macroRecall());
        out.f64(provenance.quality().calibrationError());
        out.text(provenance.productVersion());
    }

    private static Provenance readProvenance(ByteReader in) throws ArtefactException {
        String dataDigest = in.text("data digest");
        long rows = in.i64("rows");
        double lambda = in.f64("lambda");
        Provenance.Quality quality =
                new Provenance.Quality(in.f64("accuracy"), in.f64("macroRecall"), in.f64("calibrationError"));
        return new Provenance(dataDigest, rows, lambda, quality, in.text("product version"));
    }
}
