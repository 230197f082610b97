package io.elmstream.topology.learning;

import io.elmstream.elm.Elm;
import io.elmstream.elm.ShortList;
import io.elmstream.labels.LabelledRow;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.topology.learning.LearningSettings.OnNewChampion;
import io.elmstream.training.LearnerState;
import io.elmstream.training.LearnerTile;
import io.elmstream.training.OnlineBasis;
import io.elmstream.training.OnlineLearner;
import io.elmstream.training.TrainingException;
import io.elmstream.wire.LabelledRowCodec;
import io.elmstream.wire.UnreadableRecordException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that a model has learnt, in memory and stored: tiles of the sums, and a journal of the rows learnt since
 * these were written. So a row costs a small record, and the tiles, which are large, are written once in many rows.
 */
final class LearntRows {

    /** The number of rows in the journal at which tiles are written. */
    static final int MOST_JOURNALED = 1_000;

    /** The largest number of classes; misspelt labels must not fill the memory. */
    static final int MOST_CLASSES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LearntRows.class);

    private final ModelId id;
    private final LearnerStore store;
    private final boolean newClasses;
    private final OnlineLearner learner;
    private final RecentRows recent = new RecentRows();
    private Course course;
    private long firstTime;
    private long lastTime;
    private List<Long> written = List.of();
    private int journaled;
    private long rows;

    private LearntRows(
            ModelId id, LearnerStore store, Artefact champion, LearningSettings settings, String product, Course from) {
        this.id = id;
        this.store = store;
        this.newClasses = settings.newClasses();
        Elm elm = champion.elm();
        this.learner = new OnlineLearner(
                OnlineBasis.of(elm),
                settings.plan(elm.provenance().lambda(), champion.trust(), product),
                (label, predicted) -> {});
        this.course = from;
        this.firstTime = from.firstTime();
        this.lastTime = from.lastTime();
        learner.startFrom(elm);
        champion.trust().ifPresent(trust -> learner.startFrom(trust.range()));
    }

    /** Returns how many bytes a model takes: its sums, their copy while they are solved, and their tiles. */
    static long bytes(Elm champion, LearningSettings settings) {
        long units = champion.hidden().units();
        long matrices =
                2L * settings.forgetting().size() + settings.forgetting().size() / 2 + 1;
        return Double.BYTES * units * units * matrices;
    }

    /** Begins without rows; what was stored is deleted. */
    static LearntRows begin(
            ModelId id, LearnerStore store, Artefact champion, LearningSettings settings, String product) {
        store.under(LearnerStore.tiles(id)).keySet().forEach(store::delete);
        store.under(LearnerStore.journal(id)).keySet().forEach(store::delete);
        LearntRows rows = new LearntRows(id, store, champion, settings, product, Course.begun(champion.version()));
        rows.checkpoint();
        return rows;
    }

    /** Goes on with what is stored; begins anew if there is nothing, or if it is of no use for this champion. */
    static LearntRows open(
            ModelId id, LearnerStore store, Artefact champion, LearningSettings settings, String product) {
        Optional<byte[]> course = store.get(LearnerStore.course(id));
        if (course.isEmpty()) {
            return begin(id, store, champion, settings, product);
        }
        try {
            LearntRows rows = new LearntRows(id, store, champion, settings, product, Course.decode(course.get()));
            boolean other = rows.course.parent() != champion.version();
            if (other && settings.onNewChampion() == OnNewChampion.RESTART) {
                return begin(id, store, champion, settings, product);
            }
            rows.restore();
            if (other) {
                rows.follow(champion);
            }
            return rows;
        } catch (UnreadableRecordException | RuntimeException e) {
            LOG.warn("model {}: what was learnt cannot be used, learning begins anew: {}", id, e.getMessage());
            return begin(id, store, champion, settings, product);
        }
    }

    private void restore() throws UnreadableRecordException {
        String tiles = LearnerStore.tiles(id);
        List<LearnerTile> stored = new ArrayList<>();
        store.under(tiles).forEach((key, bytes) -> stored.add(new LearnerTile(key.substring(tiles.length()), bytes)));
        LearnerState.read(stored, learner);
        learner.restoreErrorsOfStart(course.parentErrors());
        written = LearnerState.changes(learner);
        rows = learner.rows();
        learner.solve();
        for (byte[] bytes : store.under(LearnerStore.journal(id)).values()) {
            LabelledRow row = LabelledRowCodec.decode(bytes);
            learn(row, index(row.label()).orElseThrow(() -> new TrainingException("it has an unknown label")));
            journaled++;
        }
        LOG.info("model {}: goes on with {} rows, {} of them from the journal", id, rows, journaled);
    }

    /** Returns whether the sums can go on beside this champion. */
    boolean fits(Elm champion) {
        OnlineBasis basis = learner.basis();
        List<String> known = learner.labels();
        int both = Math.min(known.size(), champion.labels().size());
        return basis.featureNames().equals(champion.featureNames())
                && basis.standardiser().equals(champion.standardiser())
                && basis.hidden().equals(champion.hidden())
                && known.subList(0, both).equals(champion.labels().subList(0, both));
    }

    /** Compares itself with another champion from now on, which {@linkplain #fits fits}. */
    void follow(Artefact champion) {
        Elm elm = champion.elm();
        elm.labels().stream().skip(learner.labels().size()).forEach(learner::addClass);
        learner.startFrom(elm);
        champion.trust().ifPresent(trust -> learner.startFrom(trust.range()));
        course = new Course(champion.version(), 1, firstTime, lastTime, course.rowsSolved(), course.solvedAt());
        checkpoint();
    }

    /** Returns why a row cannot be learnt, or learns it. */
    Optional<String> take(LabelledRow row) {
        int classes = learner.labels().size();
        if (row.row().length != learner.basis().featureNames().size()) {
            return Optional.of("it has " + row.row().length + " features, and the model "
                    + learner.basis().featureNames().size());
        }
        Optional<Integer> label = index(row.label());
        if (label.isEmpty()) {
            return Optional.of("its label is \"" + row.label() + "\", and the model knows "
                    + ShortList.inBrackets(learner.labels()));
        }
        try {
            learn(row, label.get());
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        store.put(
                String.format(Locale.ROOT, "%s%010d", LearnerStore.journal(id), journaled++),
                LabelledRowCodec.encode(row));
        // restored learners start with the classes of their champion, which may have this one soon
        if (journaled >= MOST_JOURNALED || learner.labels().size() > classes) {
            checkpoint();
        }
        return Optional.empty();
    }

    private Optional<Integer> index(String label) {
        int known = learner.labels().indexOf(label);
        if (known >= 0) {
            return Optional.of(known);
        }
        boolean added = newClasses && !label.isBlank() && learner.labels().size() < MOST_CLASSES;
        return added ? Optional.of(learner.addClass(label)) : Optional.empty();
    }

    private void learn(LabelledRow row, int label) {
        learner.learn(row.row(), label, row.weight(), Instant.ofEpochMilli(row.eventTime()));
        rows++;
        recent.add(row.row(), label);
        firstTime = Math.min(firstTime, row.eventTime());
        lastTime = Math.max(lastTime, row.eventTime());
    }

    /** Writes the tiles that have changed, and deletes the journal. */
    private void checkpoint() {
        learner.flush();
        LearnerState.changed(learner, written)
                .forEach(tile -> store.put(LearnerStore.tiles(id) + tile.key(), tile.bytes()));
        written = LearnerState.changes(learner);
        store.under(LearnerStore.journal(id)).keySet().forEach(store::delete);
        journaled = 0;
        course = new Course(
                course.parent(),
                learner.errorsOfStart().orElse(1.0),
                firstTime,
                lastTime,
                course.rowsSolved(),
                course.solvedAt());
        store.put(LearnerStore.course(id), course.encode());
    }

    /** Notes a solution that was taken up. */
    void solved(long rows, long now) {
        course = course.solved(rows, now);
        store.put(LearnerStore.course(id), course.encode());
    }

    OnlineLearner learner() {
        return learner;
    }

    Course course() {
        return course;
    }

    /** Returns how many rows the sums are of. */
    long rows() {
        return rows;
    }

    /** Returns how many rows were learnt since those of the last solution. */
    long rowsSince() {
        return rows - course.rowsSolved();
    }

    /** Returns the event times of the rows in words. */
    String span() {
        return firstTime > lastTime
                ? "no rows"
                : "rows of " + Instant.ofEpochMilli(firstTime) + " to " + Instant.ofEpochMilli(lastTime);
    }

    Probes probes(Elm elm) {
        return recent.probes(elm);
    }
}
