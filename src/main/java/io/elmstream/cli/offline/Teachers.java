package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Arguments;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.cli.terminal.ReadingTime;
import io.elmstream.elm.Classifier;
import io.elmstream.elm.MissingValues;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Probabilities;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Models whose mean probabilities a student learns. Features and classes are those of the first, in its order; others
 * may have theirs in another order.
 */
final class Teachers {

    static final String OPTION = "--teacher";

    /**
     * A teacher.
     *
     * @param features the index of each of its features among those of the first teacher
     * @param classes the same for its classes
     */
    private record Teacher(
            VersionKey key,
            Classifier classifier,
            PackedClassifier model,
            int[] features,
            int[] classes,
            int bytes,
            String digest) {}

    /** The plain form has the same bits on every machine, so that the student has them, too. */
    private final ForwardPass pass = new PlainForwardPass();

    private final Workspace workspace = new Workspace();
    private final List<Teacher> teachers = new ArrayList<>();

    /**
     * Reads model files.
     *
     * @param student the file that the student will be written to, which must be none of them
     */
    static Teachers read(List<Path> files, Path student) {
        Teachers teachers = new Teachers();
        for (Path file : files) {
            teachers.add(file, ModelFile.read(file, OPTION), student);
        }
        return teachers;
    }

    private void add(Path file, ModelFile given, Path student) {
        Arguments.apart("--out", student, OPTION, file);
        Classifier classifier = given.artefact().classifier();
        Classifier first = teachers.isEmpty() ? classifier : teachers.get(0).classifier();
        teachers.add(new Teacher(
                given.artefact().key(),
                classifier,
                PackedClassifier.pack(classifier),
                order(file, "feature", classifier.featureNames(), first.featureNames()),
                order(file, "class", classifier.labels(), first.labels()),
                given.bytes().length,
                ArtefactFormat.digest(given.bytes())));
    }

    private static int[] order(Path file, String what, List<String> names, List<String> first) {
        names.stream().filter(name -> !first.contains(name)).findFirst().ifPresent(name -> {
            throw differs(file + " has the " + what + " \"" + name + "\", which the first teacher does not have");
        });
        first.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw differs(file + " lacks the " + what + " \"" + name + "\" of the first teacher");
        });
        return names.stream().mapToInt(first::indexOf).toArray();
    }

    private static CommandFailure differs(String how) {
        return new CommandFailure(
                "BAD_MODEL", OPTION + ": " + how + "; teachers must have the same features and classes", OPTION);
    }

    /** Returns the id of the first. */
    ModelId id() {
        return teachers.get(0).key().modelId();
    }

    List<String> featureNames() {
        return teachers.get(0).classifier().featureNames();
    }

    List<String> labels() {
        return teachers.get(0).classifier().labels();
    }

    /** Returns what NaN means to all of them. */
    MissingValues missing() {
        return refusing().isPresent() ? MissingValues.REFUSE : MissingValues.MEAN;
    }

    /** Returns the first that refuses NaN. */
    Optional<String> refusing() {
        return teachers.stream()
                .filter(teacher -> teacher.classifier().missing() == MissingValues.REFUSE)
                .map(teacher -> teacher.key().toString())
                .findFirst();
    }

    /** Returns each of them by id and version. */
    List<String> names() {
        return teachers.stream().map(teacher -> teacher.key().toString()).toList();
    }

    /** Returns them with the digests of their files, for the provenance of a student. */
    String origin() {
        return teachers.stream()
                .map(teacher -> teacher.key() + ", SHA-256 " + teacher.digest())
                .collect(Collectors.joining("; "));
    }

    /** Returns the bytes of their files. */
    long bytes() {
        return teachers.stream().mapToLong(Teacher::bytes).sum();
    }

    /** Returns the nanoseconds that a reading takes all of them. */
    double nanos(ReadingTime time, List<float[]> rows) {
        return teachers.stream()
                .mapToDouble(teacher -> time.nanos(teacher.classifier(), rows))
                .sum();
    }

    /**
     * Returns the mean probabilities of their classes.
     *
     * @param rows the features of each row
     * @param count the number of rows
     * @param place tells where a row is, for messages
     * @return row-major, rows x classes
     */
    float[] probabilities(float[][] rows, int count, IntFunction<String> place) {
        int classes = labels().size();
        double[] sums = new double[count * classes];
        for (Teacher teacher : teachers) {
            float[] scores = scores(teacher, rows, count, place);
            for (int i = 0; i < count; i++) {
                for (int c = 0; c < classes; c++) {
                    sums[i * classes + teacher.classes()[c]] += scores[i * classes + c];
                }
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) Math.min(1, sums[i] / teachers.size());
        }
        return means;
    }

    private float[] scores(Teacher teacher, float[][] rows, int count, IntFunction<String> place) {
        int inputs = teacher.features().length;
        int classes = teacher.classes().length;
        float[] flat = new float[count * inputs];
        float[] scores = new float[count * classes];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < inputs; j++) {
                flat[i * inputs + j] = rows[i][teacher.features()[j]];
            }
        }
        teacher.model().score(pass, flat, count, workspace, scores, new boolean[count]);
        for (int i = 0; i < count; i++) {
            if (!Probabilities.areSound(scores, i * classes, classes)) {
                throw new CommandFailure(
                        "SCORING_FAILED",
                        place.apply(i) + ": the outputs of " + teacher.key()
                                + " for it are not probabilities; leave the row or the teacher out",
                        OPTION);
            }
        }
        return scores;
    }
}
