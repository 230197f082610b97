package io.elmstream.training;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of an {@link OnlineLearner} as tiles of bytes, big-endian. Each begins with the u8 format, now 1.
 *
 * <pre>
 * head           32 bytes   SHA-256 of standardiser and hidden layer
 *                i32        units
 *                u16        classes, each a text: u16 length, UTF-8
 *                i64        rows learnt
 *                i8         the rule that serves, or -1: the model to start from
 *                u8         rules, each:
 *                  u8         0 never, 1 by rows, 2 by time
 *                  f64        factor; seconds of the half-life; 0
 *                  i64, i32   newest row: seconds since 1970, nanoseconds
 *                  f64        share of recent errors
 *                  f64        scale of the sums
 *                  i64, i64   changes, last change of G
 *                  per class: f64 sum of weights, i64 last change
 * R/gram/N       i64        change
 *                f64...     rows of G from the diagonal on, as many rows as fit
 * R/class/C      i64        change
 *                f64...     one per unit
 * </pre>
 *
 * <p>A store needs a tile again only after it has changed. The head names the change that each tile must have, so tiles
 * that do not belong together are refused.
 */
public final class LearnerState {

    private LearnerState() {}

    /**
     * Writes a state.
     *
     * @param learner the learner
     * @return all tiles, the head first
     */
    public static List<LearnerTile> write(OnlineLearner learner) {
        return changed(learner, List.of());
    }

    /**
     * Writes what has changed. The head always has.
     *
     * @param learner the learner
     * @param before the changes of each rule when tiles were written last, see {@link #changes}; empty if never
     * @return the tiles, the head first
     */
    public static List<LearnerTile> changed(OnlineLearner learner, List<Long> before) {
        List<OnlineRule> rules = learner.rules().toList();
        List<LearnerTile> tiles = new ArrayList<>();
        tiles.add(new LearnerTile(LearnerTile.HEAD, TileForm.bytes(out -> writeHead(out, learner, rules))));
        for (int r = 0; r < rules.size(); r++) {
            DecayedSums sums = rules.get(r).sums();
            long since = before.isEmpty() ? -1 : before.get(r);
            if (sums.gramChanged() > since) {
                List<int[]> parts = TileForm.parts(sums.units());
                for (int n = 0; n < parts.size(); n++) {
                    tiles.add(new LearnerTile(TileForm.gramKey(r, n), gram(sums, parts.get(n))));
                }
            }
            for (int c = 0; c < sums.classes(); c++) {
                if (sums.classChanged(c) > since) {
                    tiles.add(new LearnerTile(TileForm.classKey(r, c), ofClass(sums, c)));
                }
            }
        }
        return tiles;
    }

    /**
     * Returns how often each rule has changed.
     *
     * @param learner the learner
     * @return one number per rule
     */
    public static List<Long> changes(OnlineLearner learner) {
        return learner.rules().map(rule -> rule.sums().changes()).toList();
    }

    /**
     * Reads a state into a learner without rows. It has no output weights until it is solved.
     *
     * @param tiles all tiles of one state, in any order
     * @param learner a learner with the same standardiser, hidden layer and rules of forgetting
     * @throws TrainingException if the tiles are of another learner or incomplete; the learner cannot be used then
     */
    public static void read(List<LearnerTile> tiles, OnlineLearner learner) {
        new StoredLearner(tiles).readInto(learner);
    }

    private static void writeHead(DataOutputStream out, OnlineLearner learner, List<OnlineRule> rules)
            throws IOException {
        out.writeByte(TileForm.VERSION);
        out.write(learner.basis().fingerprint());
        out.writeInt(rules.get(0).sums().units());
        out.writeShort(learner.labels().size());
        for (String label : learner.labels()) {
            byte[] text = label.getBytes(StandardCharsets.UTF_8);
            out.writeShort(text.length);
            out.write(text);
        }
        out.writeLong(learner.rows());
        out.writeByte(learner.servingIndex());
        out.writeByte(rules.size());
        for (OnlineRule rule : rules) {
            DecayedSums sums = rule.sums();
            out.writeByte(TileForm.kind(rule.forgetting()));
            out.writeDouble(TileForm.figure(rule.forgetting()));
            Instant newest = rule.newest();
            out.writeLong(newest.getEpochSecond());
            out.writeInt(newest.getNano());
            out.writeDouble(rule.weights().errors());
            out.writeDouble(sums.scale());
            out.writeLong(sums.changes());
            out.writeLong(sums.gramChanged());
            for (int c = 0; c < sums.classes(); c++) {
                out.writeDouble(sums.storedMass(c));
                out.writeLong(sums.classChanged(c));
            }
        }
    }

    private static byte[] gram(DecayedSums sums, int[] part) {
        return TileForm.bytes(out -> {
            out.writeByte(TileForm.VERSION);
            out.writeLong(sums.gramChanged());
            for (int i = part[0]; i < part[1]; i++) {
                for (int j = i; j < sums.units(); j++) {
                    out.writeDouble(sums.gramRow(i)[j]);
                }
            }
        });
    }

    private static byte[] ofClass(DecayedSums sums, int label) {
        return TileForm.bytes(out -> {
            out.writeByte(TileForm.VERSION);
            out.writeLong(sums.classChanged(label));
            for (double sum : sums.classRow(label)) {
                out.writeDouble(sum);
            }
        });
    }
}
