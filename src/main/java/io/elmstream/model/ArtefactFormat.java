package io.elmstream.model;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.Trust;
import io.elmstream.elm.VerifiedDraft;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
 * <p>Format version 1 has the hidden layers of one seed and of explicit weights, version 2 all of them. Version 4 also
 * tells how the model was validated, after the rest of the provenance, and has beta and the probes in the smallest
 * {@link FigureForm}. Versions 3 and 5 are a draft with its verifier: instead of one ELM they have two, each after the
 * u16 format version of its own, up to 2 or up to 4, and one threshold per label; version 5 has its probes as version
 * 4. Version 6 names the version that the model has by itself, as another u16 before it, continues as that version
 * does, and has its {@link TrustFormat} after the probes. Version 7 is version 6 with its {@link ProfileFormat} after
 * that. A file has the oldest version that can hold its model, so that instances of older releases load what they can.
 *
 * <p>A text is a u16 length and UTF-8 bytes, a list a u16 count and its members; arrays of floats carry no length of
 * their own, it follows from the shapes. Enums go by number, and a number never changes its meaning. The same artefact
 * gives the same bytes, and what reads without fault writes back as it was.
 */
public final class ArtefactFormat {

    /** The largest artefact: 16 MiB. */
    public static final int MAX_BYTES = 1 << 24;

    private static final int PAIR = 3;
    private static final int VALIDATED = 4;
    private static final int VALIDATED_PAIR = 5;
    private static final int TRUSTED = 6;
    private static final int PROFILED = 7;
    private static final int NEWEST = PROFILED;
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
        int format = oldest(classifier);
        out.u16(artefact.profile().isPresent() ? PROFILED : artefact.trust().isPresent() ? TRUSTED : format);
        out.text(artefact.id().value());
        out.i32(artefact.version());
        out.texts(classifier.featureNames());
        out.texts(classifier.labels());
        if (artefact.trust().isPresent()) {
            out.u16(format);
        }
        writeClassifier(out, classifier);
        writeProbes(out, artefact.probes(), format);
        artefact.trust().ifPresent(trust -> TrustFormat.write(out, trust));
        artefact.profile().ifPresent(profile -> ProfileFormat.write(out, profile));
        byte[] content = out.toBytes();
        out.bytes(Sha256.of(content, content.length));
        byte[] bytes = out.toBytes();
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "the artefact has %,d bytes, must have %,d or less", bytes.length, MAX_BYTES));
        }
        return bytes;
    }

    private static void writeClassifier(ByteWriter out, Classifier classifier) {
        if (classifier instanceof VerifiedDraft pair) {
            for (Elm elm : List.of(pair.draft(), pair.verifier())) {
                out.u16(oldest(elm));
                writeElm(out, elm);
            }
            out.floats(pair.thresholds());
        } else {
            writeElm(out, (Elm) classifier);
        }
    }

    private static void writeElm(ByteWriter out, Elm elm) {
        int format = oldest(elm);
        out.oneOf(elm.missing(), MISSING);
        out.floats(elm.standardiser().means());
        out.floats(elm.standardiser().scales());
        HiddenFormat.write(out, elm.hidden(), format);
        if (format < VALIDATED) {
            out.floats(elm.beta());
        } else {
            out.figures(elm.beta(), elm.labels().size(), format);
        }
        out.f64(elm.temperature());
        writeProvenance(out, elm.provenance(), format);
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
        return names(beginning).texts("featureNames");
    }

    /**
     * Reads the labels from the beginning of a file.
     *
     * @param beginning the first bytes of a file, enough to contain the names of features and classes
     * @return the names of the classes, in the order of the probabilities
     * @throws ArtefactException if it is not an artefact, or the names are incomplete
     */
    public static List<String> labels(byte[] beginning) throws ArtefactException {
        ByteReader in = names(beginning);
        in.texts("featureNames");
        return in.texts("labels");
    }

    private static ByteReader names(byte[] beginning) throws ArtefactException {
        requireFormat(beginning);
        ByteReader in = new ByteReader(beginning, HEADER, beginning.length);
        in.text("id");
        in.i32("version");
        return in;
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
                    ArtefactFault.TOO_LARGE,
                    String.format(Locale.ROOT, "%,d bytes, an artefact has %,d or less", bytes.length, MAX_BYTES));
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

    private static Artefact readArtefact(ByteReader in, int fileFormat) throws ArtefactException {
        ModelId id = new ModelId(in.text("id"));
        int version = in.i32("version");
        var featureNames = in.texts("featureNames");
        var labels = in.texts("labels");
        int inputs = featureNames.size();
        int format = fileFormat >= TRUSTED ? formatOfModel(in) : fileFormat;
        Classifier classifier =
                isPair(format) ? readPair(in, featureNames, labels, format) : readElm(in, featureNames, labels, format);
        Probes probes = readProbes(in, inputs, labels.size(), format);
        Optional<Trust> trust =
                fileFormat >= TRUSTED ? Optional.of(TrustFormat.read(in, inputs, labels.size())) : Optional.empty();
        Optional<TrainingProfile> profile =
                fileFormat == PROFILED ? Optional.of(ProfileFormat.read(in, inputs, labels.size())) : Optional.empty();
        return new Artefact(id, version, classifier, probes, trust, profile);
    }

    private static int formatOfModel(ByteReader in) throws ArtefactException {
        int format = in.u16("format of the model");
        if (format < 1 || format >= TRUSTED) {
            throw in.malformed("format of the model is " + format + ", must be from 1 to " + (TRUSTED - 1));
        }
        return format;
    }

    private static VerifiedDraft readPair(ByteReader in, List<String> featureNames, List<String> labels, int format)
            throws ArtefactException {
        Elm draft = readElm(in, featureNames, labels, formatOfElm(in));
        Elm verifier = readElm(in, featureNames, labels, formatOfElm(in));
        VerifiedDraft pair = new VerifiedDraft(draft, verifier, in.floats("thresholds", labels.size()));
        if (oldest(pair) != format) {
            throw in.malformed("the draft and its verifier are of format " + oldest(pair));
        }
        return pair;
    }

    private static int formatOfElm(ByteReader in) throws ArtefactException {
        int format = in.u16("format of the ELM");
        if (format < 1 || format > VALIDATED || format == PAIR) {
            throw in.malformed("format of the ELM is " + format + ", must be 1, 2 or " + VALIDATED);
        }
        return format;
    }

    private static Elm readElm(ByteReader in, List<String> featureNames, List<String> labels, int format)
            throws ArtefactException {
        MissingValues missing = in.oneOf("missing", MISSING);
        int inputs = featureNames.size();
        Standardiser standardiser = new Standardiser(in.floats("means", inputs), in.floats("scales", inputs), missing);
        HiddenLayer hidden = HiddenFormat.read(in, inputs, format);
        int classes = labels.size();
        long weights = (long) hidden.units() * classes;
        float[] beta = format < VALIDATED ? in.floats("beta", weights) : in.figures("beta", weights, classes, format);
        double temperature = in.f64("temperature");
        Elm elm = new Elm(featureNames, labels, standardiser, hidden, beta, temperature, readProvenance(in, format));
        if (oldest(elm) != format) {
            throw in.malformed("the model is one of format " + oldest(elm));
        }
        return elm;
    }

    /** Returns the oldest format version that can hold a model. */
    private static int oldest(Classifier classifier) {
        if (classifier instanceof VerifiedDraft pair) {
            return Math.max(oldest(pair.draft()), oldest(pair.verifier())) < VALIDATED ? PAIR : VALIDATED_PAIR;
        }
        Elm elm = (Elm) classifier;
        boolean validatedAsEver = elm.provenance().validation().equals(Provenance.LEAVE_ONE_OUT);
        return validatedAsEver ? HiddenFormat.oldest(elm.hidden()) : VALIDATED;
    }

    private static boolean isPair(int format) {
        return format == PAIR || format == VALIDATED_PAIR;
    }

    private static void writeProbes(ByteWriter out, Probes probes, int format) {
        out.u16(probes.count());
        if (format < VALIDATED) {
            out.floats(probes.rows());
            out.floats(probes.expected());
        } else {
            out.figures(probes.rows(), probes.inputs(), format);
            out.figures(probes.expected(), probes.classes(), format);
        }
    }

    private static Probes readProbes(ByteReader in, int inputs, int classes, int format) throws ArtefactException {
        int count = in.u16("probes");
        long values = (long) count * inputs;
        float[] rows =
                format < VALIDATED ? in.floats("probe rows", values) : in.figures("probe rows", values, inputs, format);
        String expected = "expected probabilities";
        long scores = (long) count * classes;
        return new Probes(
                inputs,
                classes,
                rows,
                format < VALIDATED ? in.floats(expected, scores) : in.figures(expected, scores, classes, format));
    }

    private static void writeProvenance(ByteWriter out, Provenance provenance, int format) {
        out.text(provenance.dataDigest());
        out.i64(provenance.rows());
        out.f64(provenance.lambda());
        out.f64(provenance.quality().accuracy());
        out.f64(provenance.quality().macroRecall());
        out.f64(provenance.quality().calibrationError());
        out.text(provenance.productVersion());
        if (format >= VALIDATED) {
            out.text(provenance.validation());
        }
    }

    private static Provenance readProvenance(ByteReader in, int format) throws ArtefactException {
        String dataDigest = in.text("data digest");
        long rows = in.i64("rows");
        double lambda = in.f64("lambda");
        Provenance.Quality quality =
                new Provenance.Quality(in.f64("accuracy"), in.f64("macroRecall"), in.f64("calibrationError"));
        String productVersion = in.text("product version");
        String validation = format < VALIDATED ? Provenance.LEAVE_ONE_OUT : in.text("validation");
        return new Provenance(dataDigest, rows, lambda, quality, productVersion, validation);
    }
}
