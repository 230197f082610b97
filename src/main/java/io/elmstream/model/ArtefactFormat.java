package io.elmstream.model;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.VerifiedDraft;
import java.util.Arrays;
import java.util.List;

/**
 * Artefacts as bytes, big-endian:
 *
 * <pre>
 * "ELMS"  4 bytes
 * u16     format version
 * id, version
 * feature names, labels
 * ELM:
 *   standardiser: missing policy, means, scales
 *   hidden layer: see {@link HiddenFormat}
 *   beta, temperature
 *   provenance
 * probes: count, rows, expected probabilities
 * 32      SHA-256 of all bytes before
 * </pre>
 *
 * <p>Format version 1 has the hidden layers of one seed and of explicit weights, version 2 all of them. Version 3 is a
 * draft with its verifier: instead of one ELM it has two, each after the u16 format version of its hidden layer, and
 * one threshold per label. A file has the oldest version that can hold its model, so that instances of older releases
 * load what they can.
 *
 * <p>A text is a u16 length and UTF-8 bytes, a list a u16 count and its members; arrays of floats carry no length of
 * their own, it follows from the shapes. Enums go by number, and a number never changes its meaning. The same artefact
 * gives the same bytes, and what reads without fault writes back as it was.
 */
public final class ArtefactFormat {

    /** The largest artefact: 16 MiB. */
    public static final int MAX_BYTES = 1 << 24;

    private static final int NEWEST = 3;
    private static final int PAIR = 3;
    private static final byte[] MAGIC = {'E', 'L', 'M', 'S'};
    private static final int HEADER = MAGIC.length + Short.BYTES;
    /** Listed by their numbers in the file, which are independent of the order in the code. */
    private static final List<MissingValues> MISSING = List.of(MissingValues.REFUSE, MissingValues.MEAN);

    private ArtefactFormat() {}

    /**
     * Writes an artefact.
     *
     * @param artefact the model and its probes
     * @return the bytes of its file
     * @throws IllegalArgumentException if it is larger than the format allows
     */
    public static byte[] write(Artefact artefact) {
        Classifier classifier = artefact.classifier();
        ByteWriter out = new ByteWriter();
        out.bytes(MAGIC);
        out.u16(classifier instanceof Elm elm ? HiddenFormat.oldest(elm.hidden()) : PAIR);
        out.text(artefact.id().value());
        out.i32(artefact.version());
        out.texts(classifier.featureNames());
        out.texts(classifier.labels());
        writeClassifier(out, classifier);
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

    private static void writeClassifier(ByteWriter out, Classifier classifier) {
        if (classifier instanceof VerifiedDraft pair) {
            for (Elm elm : List.of(pair.draft(), pair.verifier())) {
                out.u16(HiddenFormat.oldest(elm.hidden()));
                writeElm(out, elm);
            }
            out.floats(pair.thresholds());
        } else {
            writeElm(out, (Elm) classifier);
        }
    }

    private static void writeElm(ByteWriter out, Elm elm) {
        out.oneOf(elm.standardiser().missing(), MISSING);
        out.floats(elm.standardiser().means());
        out.floats(elm.standardiser().scales());
        HiddenFormat.write(out, elm.hidden(), HiddenFormat.oldest(elm.hidden()));
        out.floats(elm.beta());
        out.f64(elm.temperature());
        writeProvenance(out, elm.provenance());
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
            Artefact artefact = readArtefact(in, format(bytes));
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
     * Computes the file size of an artefact if W and b were stored explicitly, with all zeros, instead of as a seed.
     *
     * @param artefact the model and its probes
     * @param size of its file, in bytes
     * @return the same size if no seed is stored
     */
    public static long bytesWithExplicitWeights(Artefact artefact, int size) {
        Classifier classifier = artefact.classifier();
        return classifier instanceof VerifiedDraft pair
                ? size
                        + HiddenFormat.bytesSaved(pair.draft().hidden())
                        + HiddenFormat.bytesSaved(pair.verifier().hidden())
                : size + HiddenFormat.bytesSaved(artefact.elm().hidden());
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
        if (format(bytes) < 1 || format(bytes) > NEWEST) {
            throw new ArtefactException(
                    ArtefactFault.UNKNOWN_FORMAT,
                    "format version " + format(bytes) + ", this version of Elmstream reads 1 to " + NEWEST);
        }
    }

    private static int format(byte[] bytes) {
        return ((bytes[MAGIC.length] & 0xff) << 8) | (bytes[MAGIC.length + 1] & 0xff);
    }

    private static Artefact readArtefact(ByteReader in, int format) throws ArtefactException {
        ModelId id = new ModelId(in.text("id"));
        int version = in.i32("version");
        var featureNames = in.texts("featureNames");
        var labels = in.texts("labels");
        int inputs = featureNames.size();
        Classifier classifier =
                format == PAIR ? readPair(in, featureNames, labels) : readElm(in, featureNames, labels, format);
        int count = in.u16("probes");
        float[] rows = in.floats("probe rows", (long) count * inputs);
        float[] expected = in.floats("expected probabilities", (long) count * labels.size());
        return new Artefact(id, version, classifier, new Probes(inputs, labels.size(), rows, expected));
    }

    private static VerifiedDraft readPair(ByteReader in, List<String> featureNames, List<String> labels)
            throws ArtefactException {
        Elm draft = readElm(in, featureNames, labels, hiddenFormat(in));
        Elm verifier = readElm(in, featureNames, labels, hiddenFormat(in));
        return new VerifiedDraft(draft, verifier, in.floats("thresholds", labels.size()));
    }

    private static int hiddenFormat(ByteReader in) throws ArtefactException {
        int format = in.u16("format of the hidden layer");
        if (format < 1 || format >= PAIR) {
            throw in.malformed("format of the hidden layer is " + format + ", must be from 1 to " + (PAIR - 1));
        }
        return format;
    }

    private static Elm readElm(ByteReader in, List<String> featureNames, List<String> labels, int format)
            throws ArtefactException {
        MissingValues missing = in.oneOf("missing", MISSING);
        int inputs = featureNames.size();
        Standardiser standardiser = new Standardiser(in.floats("means", inputs), in.floats("scales", inputs), missing);
        HiddenLayer hidden = HiddenFormat.read(in, inputs, format);
        float[] beta = in.floats("beta", (long) hidden.units() * labels.size());
        double temperature = in.f64("temperature");
        return new Elm(featureNames, labels, standardiser, hidden, beta, temperature, readProvenance(in));
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
