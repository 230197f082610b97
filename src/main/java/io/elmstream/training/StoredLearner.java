package io.elmstream.training;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads what {@link LearnerState} writes. */
final class StoredLearner {

    private final Map<String, byte[]> byKey;

    StoredLearner(List<LearnerTile> tiles) {
        this.byKey = tiles.stream()
                .collect(Collectors.toMap(LearnerTile::key, LearnerTile::bytes, (first, second) -> second));
    }

    /** Reads all tiles into a learner without rows. */
    void readInto(OnlineLearner learner) {
        try {
            readHead(buffer(LearnerTile.HEAD), learner);
            List<OnlineRule> rules = learner.rules().toList();
            for (int r = 0; r < rules.size(); r++) {
                readSums(r, rules.get(r).sums());
            }
        } catch (BufferUnderflowException e) {
            throw new TrainingException("a tile of the stored state is too short");
        }
    }

    private void readHead(ByteBuffer in, OnlineLearner learner) {
        byte[] fingerprint = new byte[32];
        in.get(fingerprint);
        if (!Arrays.equals(fingerprint, learner.basis().fingerprint())) {
            throw new TrainingException(
                    "the stored state is of another hidden layer or standardiser than the learner; start anew");
        }
        int units = in.getInt();
        int classes = in.getShort() & 0xffff;
        if (classes < learner.labels().size()) {
            throw new TrainingException("the stored state has " + classes + " classes, and the learner starts with "
                    + learner.labels() + "; start anew, or with the classes that it started with");
        }
        for (int c = 0; c < classes; c++) {
            byte[] text = new byte[in.getShort() & 0xffff];
            in.get(text);
            requireClass(learner, c, new String(text, StandardCharsets.UTF_8));
        }
        long rows = in.getLong();
        int serving = in.get();
        List<OnlineRule> rules = learner.rules().toList();
        int stored = in.get();
        for (int r = 0; r < stored; r++) {
            int kind = in.get();
            double figure = in.getDouble();
            boolean known = r < rules.size()
                    && kind == TileForm.kind(rules.get(r).forgetting())
                    && figure == TileForm.figure(rules.get(r).forgetting());
            if (!known || stored != rules.size() || units != rules.get(r).sums().units()) {
                throw new TrainingException(
                        "the stored state has other rules of forgetting than the learner; start anew, or configure"
                                + " the rules that it had");
            }
            readRule(in, rules.get(r), classes);
        }
        learner.restore(rows, serving);
    }

    private static void requireClass(OnlineLearner learner, int c, String label) {
        if (c == learner.labels().size()) {
            learner.addClass(label);
        } else if (!learner.labels().get(c).equals(label)) {
            throw new TrainingException("the stored state has class \"" + label + "\" where the learner has \""
                    + learner.labels().get(c) + "\"; start anew");
        }
    }

    private static void readRule(ByteBuffer in, OnlineRule rule, int classes) {
        Instant newest = Instant.ofEpochSecond(in.getLong(), in.getInt());
        double errors = in.getDouble();
        double scale = in.getDouble();
        long changes = in.getLong();
        long gramChanged = in.getLong();
        double[] masses = new double[classes];
        long[] classChanged = new long[classes];
        for (int c = 0; c < classes; c++) {
            masses[c] = in.getDouble();
            classChanged[c] = in.getLong();
        }
        rule.restore(newest, errors);
        rule.sums().restore(scale, masses, changes, gramChanged, classChanged);
    }

    private void readSums(int rule, DecayedSums sums) {
        List<int[]> parts = TileForm.parts(sums.units());
        for (int n = 0; n < parts.size(); n++) {
            String key = TileForm.gramKey(rule, n);
            ByteBuffer in = tile(key, sums.gramChanged());
            for (int i = parts.get(n)[0]; i < parts.get(n)[1]; i++) {
                in.asDoubleBuffer().get(sums.gramRow(i), i, sums.units() - i);
                in.position(in.position() + Double.BYTES * (sums.units() - i));
            }
        }
        for (int c = 0; c < sums.classes(); c++) {
            tile(TileForm.classKey(rule, c), sums.classChanged(c))
                    .asDoubleBuffer()
                    .get(sums.classRow(c));
        }
    }

    private ByteBuffer tile(String key, long change) {
        ByteBuffer in = buffer(key);
        long found = in.getLong();
        if (found != change) {
            throw new TrainingException(
                    "tile " + key + " of the stored state is of change " + found + ", the head is of " + change);
        }
        return in;
    }

    private ByteBuffer buffer(String key) {
        byte[] bytes = byKey.get(key);
        if (bytes == null) {
            throw new TrainingException("tile " + key + " of the stored state is missing");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int format = in.get();
        if (format != TileForm.VERSION) {
            throw new TrainingException("tile " + key + " of the stored state has the format " + format
                    + ", this version of Elmstream reads " + TileForm.VERSION);
        }
        return in;
    }
}
