package io.elmstream.edge;

import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Probabilities;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFault;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.Probes;
import io.elmstream.model.VersionKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model file, ready to classify rows one by one, without Kafka. Immutable, and shared by all threads.
 *
 * <pre>{@code
 * EdgeClassifier model = EdgeClassifier.load(Path.of("shuttle-1.elm"));
 * EdgeClassifier.Answer answer = model.classify(new float[] {50, 21, 77, 0, 28, 0, 27, 48, 22});
 * if (!answer.label().equals("Rad.Flow")) { ... }
 * }</pre>
 *
 * <p>It uses vector instructions if the JVM was started with {@code --add-modules jdk.incubator.vector}.
 */
public final class EdgeClassifier {

    /**
     * The class of a row.
     *
     * @param label the class with the largest probability
     * @param confidence its probability, 0 to 1
     * @param probabilities one per label, 0 to 1; they sum to 1
     * @param verified whether the verifier of a draft answered
     */
    public record Answer(String label, float confidence, float[] probabilities, boolean verified) {}

    /** What a thread scores with. */
    private static final class Scratch {
        final Workspace workspace = new Workspace();
        final boolean[] verified = new boolean[1];
    }

    private final VersionKey key;
    private final String digest;
    private final Contract contract;
    private final PackedClassifier packed;
    private final ForwardPass pass = ForwardPass.fastest();

    @SuppressWarnings("ThreadLocalUsage") // goes with its model
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    private EdgeClassifier(Artefact artefact, String digest) {
        this.key = artefact.key();
        this.digest = digest;
        this.contract = Contract.of(artefact.classifier());
        this.packed = PackedClassifier.pack(artefact.classifier());
    }

    /**
     * Loads a model file, and scores its golden rows.
     *
     * @param file as written by {@code elmstream train}
     * @return the model
     * @throws IOException if the file cannot be read
     * @throws ArtefactException if it is not a complete and valid model file, or this machine does not give its golden
     *     rows the probabilities that they should have
     */
    public static EdgeClassifier load(Path file) throws IOException, ArtefactException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(ArtefactFormat.MAX_BYTES + 1));
        }
    }

    /**
     * Reads a model from the bytes of its file, and scores its golden rows.
     *
     * @param bytes a whole file
     * @return the model
     * @throws ArtefactException as {@link #load}
     */
    public static EdgeClassifier of(byte[] bytes) throws ArtefactException {
        Artefact artefact = ArtefactFormat.read(bytes);
        EdgeClassifier model = new EdgeClassifier(artefact, ArtefactFormat.digest(bytes));
        double deviation = artefact.probes().largestDeviation(model.packed, model.pass, new Workspace());
        if (deviation > Probes.TOLERANCE) {
            throw new ArtefactException(
                    ArtefactFault.INVALID_MODEL,
                    "the probabilities of its golden rows differ by " + deviation + " on this machine, more than "
                            + Probes.TOLERANCE);
        }
        return model;
    }

    /** {@return the id of the model and its version} */
    public VersionKey key() {
        return key;
    }

    /** {@return SHA-256 of the model file, 64 hexadecimal digits} */
    public String digest() {
        return digest;
    }

    /** Returns the features of a row and the labels of the classes, in order. */
    Contract contract() {
        return contract;
    }

    /** {@return the names of the features, in the order of a row} */
    public List<String> featureNames() {
        return contract.featureNames();
    }

    /** {@return the class labels, in the order of the probabilities} */
    public List<String> labels() {
        return contract.labels();
    }

    /** {@return whether NaN stands for a missing feature; otherwise a row must not contain it} */
    public boolean acceptsMissing() {
        return packed.acceptsMissing();
    }

    /**
     * Classifies a row.
     *
     * @param row one value per feature, as read from the sensor
     * @return its class
     * @throws IllegalArgumentException if the row is too long or too short, or a feature cannot be scored
     */
    public Answer classify(float[] row) {
        float[] probabilities = new float[labels().size()];
        int top = classify(row, probabilities);
        return new Answer(labels().get(top), probabilities[top], probabilities, scratch.get().verified[0]);
    }

    /**
     * Classifies a row without allocating memory, apart from a thread's first call.
     *
     * @param row one value per feature, as read from the sensor
     * @param probabilities receives one per label
     * @return the index of the class in {@link #labels()}
     * @throws IllegalArgumentException if an array is too long or too short, or a feature cannot be scored
     */
    public int classify(float[] row, float[] probabilities) {
        requireLength("the row", row.length, packed.inputs());
        requireLength("the array of probabilities", probabilities.length, packed.classes());
        int unusable = packed.firstUnusable(row, 0);
        if (unusable >= 0) {
            throw new IllegalArgumentException("feature \"" + featureNames().get(unusable) + "\" is " + row[unusable]
                    + ", must be a finite number" + (acceptsMissing() ? ", or NaN where it is missing" : ""));
        }
        Scratch mine = scratch.get();
        packed.score(pass, row, 1, mine.workspace, probabilities, mine.verified);
        return Probabilities.predicted(probabilities, 0, probabilities.length);
    }

    private static void requireLength(String what, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(what + " has length " + length + ", must have " + expected);
        }
    }
}
