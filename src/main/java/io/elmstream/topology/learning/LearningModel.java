package io.elmstream.topology.learning;

import io.elmstream.elm.Elm;
import io.elmstream.governor.Command;
import io.elmstream.labels.LabelledRow;
import io.elmstream.model.Artefact;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.topology.learning.LearningSettings.OnNewChampion;
import io.elmstream.training.OnlineLearner;
import io.elmstream.training.TrainingException;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.LearningState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that learns: it follows the champion, learns labelled rows beside it, is solved now and then, and proposes a
 * version where that predicts recent rows better than the champion does. What it stores and sends belongs to the
 * transaction of the row. Not for several threads.
 */
final class LearningModel {

    /**
     * What all models of a task share.
     *
     * @param room the most bytes that the sums of a model may take
     */
    record Shared(
            LearningSettings settings,
            String applicationId,
            String product,
            KnownModels models,
            LearnerStore store,
            LearnerOutput output,
            long room) {}

    /** The fewest recent rows that a version may be judged by, unless the window is smaller. */
    private static final int FEWEST_RECENT = 100;

    private static final Logger LOG = LoggerFactory.getLogger(LearningModel.class);

    private final ModelId id;
    private final Shared shared;
    private final Solving solving;
    private final StatusOfLearner status;
    private MadeVersions made;
    private @Nullable Artefact champion;
    private @Nullable LearntRows rows;
    private int cannot;
    private String note = "";

    LearningModel(ModelId id, Shared shared, Solving solving) {
        this.id = id;
        this.shared = shared;
        this.solving = solving;
        this.status = new StatusOfLearner(id, shared);
        this.made = shared.store()
                .get(LearnerStore.versions(id))
                .map(this::readVersions)
                .orElse(MadeVersions.NONE);
    }

    private MadeVersions readVersions(byte[] stored) {
        try {
            return MadeVersions.decode(stored);
        } catch (UnreadableRecordException e) {
            LOG.warn("model {}: forgets which versions the learner made: {}", id, e.getMessage());
            return MadeVersions.NONE;
        }
    }

    /** Learns a row, or counts why not. */
    void take(LabelledRow row, long now) {
        Optional<KnownModel> known = shared.models().model(id);
        if (known.isEmpty()) {
            shared.output().leftOut("model " + id + " has no champion on this instance");
            return;
        }
        if (!known.get().learning().on()) {
            say(LearningState.OFF, now);
            return;
        }
        follow(known.get(), now);
        if (rows == null) {
            shared.output().leftOut("model " + id + " cannot learn: " + note);
            say(LearningState.CANNOT, now);
            return;
        }
        // one row from the future would make all later ones count as old
        Optional<String> fault = rows.take(row.notAfter(now));
        if (fault.isPresent()) {
            status.leftOut();
            shared.output().leftOut("a row of sensor " + row.sensor() + " for model " + id + ": " + fault.get());
        } else {
            shared.output().learnt();
        }
        takeUp(now);
        if (rows.rowsSince() >= shared.settings().everyRows()) {
            solve();
            // there at once if the executor does it here
            takeUp(now);
        }
        say(state(known.get(), now), now);
    }

    /** Begins a solution if there are rows that the last one does not have. */
    void solve() {
        if (rows != null && rows.rowsSince() > 0 && !solving.isPending()) {
            solving.begin(rows.learner().toSolve());
        }
    }

    boolean isSolving() {
        return solving.isPending();
    }

    /** Returns whether there are rows that no solution has. */
    boolean hasNewRows() {
        return rows != null && rows.rowsSince() > 0;
    }

    /** Takes a solution up that has been found since. */
    void takeUp(long now) {
        LearntRows learnt = rows;
        if (learnt == null) {
            return;
        }
        solving.take().ifPresent(solution -> {
            learnt.learner().accept(solution);
            learnt.solved(solution.rows(), now);
            shared.output().solved();
            shared.models().model(id).filter(known -> known.learning().on()).ifPresent(known -> {
                retire(known, now);
                propose(known, learnt, now);
                status.afterSolution(state(known, now), learnt, made, note, now);
            });
        });
    }

    private void propose(KnownModel known, LearntRows learnt, long now) {
        Artefact parent = champion;
        int enough = Math.min(FEWEST_RECENT, shared.settings().window());
        if (parent == null
                || parent.version() != known.champion(now)
                || learnt.learner().serving().isEmpty()
                || !isClearlyBetter(learnt.learner())
                || learnt.learner().recent().rows() < enough
                || known.isMoving(now)
                || !made.isSettled(known, now)) {
            return;
        }
        int version = made.next(known);
        Optional<Proposal> proposal = proposal(version, learnt, parent);
        if (proposal.isPresent()) {
            LOG.info("model {}: proposes version {}, learnt from {} rows", id, version, learnt.rows());
            made = made.with(version, now);
            store();
            proposal.get().commands(known, now).forEach(this::send);
            shared.output().proposed();
            store();
        }
    }

    /**
     * Returns whether the rule that serves makes fewer errors on recent rows than the champion by more than chance, two
     * standard errors of the difference: each version takes a trial, and one that is as good only keeps others waiting.
     */
    private boolean isClearlyBetter(OnlineLearner learner) {
        double before = learner.errorsOfStart().orElse(1.0);
        double after = learner.errorsOfRules();
        // a mean with exponentially falling weights varies half as much as one of as many rows
        double variance = (before * (1 - before) + after * (1 - after))
                / (2.0 * shared.settings().window());
        return before - after > 2 * Math.sqrt(variance);
    }

    /** Makes a version, or notes why there cannot be one: a learner that failed would fail again after a restart. */
    private Optional<Proposal> proposal(int version, LearntRows learnt, Artefact parent) {
        if (version < 1) {
            note = "the highest version number there can be was published, so there is none left";
            return Optional.empty();
        }
        try {
            Proposal proposal = Proposal.of(id, version, learnt, parent);
            note = proposal.fault().orElse("");
            return note.isEmpty() ? Optional.of(proposal) : Optional.empty();
        } catch (IllegalArgumentException | TrainingException e) {
            note = "no version can be made of what was learnt: " + e.getMessage();
            LOG.warn("model {}: {}", id, note);
            return Optional.empty();
        }
    }

    private void retire(KnownModel known, long now) {
        List<Integer> superfluous = made.superfluous(known, shared.settings().keep());
        superfluous.forEach(version -> send(new Command.Retire(
                Proposal.requestId(version, "retire", now),
                id,
                version,
                OptionalLong.of(known.timeline().revision()))));
        if (!superfluous.isEmpty()) {
            made = made.without(superfluous);
            store();
        }
    }

    private void send(Command command) {
        made = made.signed(shared.output().command(command, made.number()));
    }

    private void store() {
        shared.store().put(LearnerStore.versions(id), made.encode());
    }

    /** Learns beside the champion of now. */
    private void follow(KnownModel known, long now) {
        int version = known.champion(now);
        boolean isFollowed = champion != null && champion.version() == version;
        if (isFollowed || cannot == version) {
            return;
        }
        Optional<Artefact> found = shared.models().artefact(new VersionKey(id, version));
        if (found.isEmpty()) {
            // it is tried again with the next row
            note = "the file of version " + version + " is not on this instance";
            return;
        }
        if (!(found.get().classifier() instanceof Elm elm)) {
            cannot = version;
            note = "champion " + version + " is a draft with its verifier; only a single model can learn";
            LOG.warn("model {}: {}", id, note);
            drop();
            return;
        }
        long needed = LearntRows.bytes(elm, shared.settings());
        if (needed > shared.room()) {
            cannot = version;
            note = String.format(
                    Locale.ROOT,
                    "its sums would take %,d MB with %,d rules of forgetting, and a model may take %,d MB here; use"
                            + " fewer rules, a model with fewer hidden units, or more heap",
                    needed >> 20,
                    shared.settings().forgetting().size(),
                    shared.room() >> 20);
            LOG.warn("model {}: {}", id, note);
            drop();
            return;
        }
        cannot = 0;
        note = "";
        follow(found.get(), elm);
    }

    private void follow(Artefact next, Elm elm) {
        boolean keeps = shared.settings().onNewChampion() == OnNewChampion.KEEP;
        if (rows == null) {
            rows = LearntRows.open(id, shared.store(), next, shared.settings(), shared.product());
        } else if (keeps && rows.fits(elm)) {
            rows.follow(next);
        } else {
            LOG.info("model {}: learning begins anew beside version {}", id, next.version());
            solving.forget();
            rows = LearntRows.begin(id, shared.store(), next, shared.settings(), shared.product());
        }
        champion = next;
    }

    private void drop() {
        solving.forget();
        rows = null;
        champion = null;
    }

    private LearningState state(KnownModel known, long now) {
        if (!made.isSettled(known, now)) {
            return LearningState.PROPOSED;
        }
        return known.isMoving(now) ? LearningState.WAITING : LearningState.LEARNING;
    }

    private void say(LearningState state, long now) {
        status.onChange(state, Optional.ofNullable(rows), made, note, now);
    }
}
