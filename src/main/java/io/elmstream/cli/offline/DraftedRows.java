package io.elmstream.cli.offline;

import io.elmstream.elm.Elm;
import io.elmstream.kernel.BatchScorer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.Probabilities;
import io.elmstream.training.DraftTrial;
import io.elmstream.training.Evaluation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Scores rows with a draft and its verifier, and keeps what is needed to learn thresholds and to compare the two. */
final class DraftedRows {

    private record Drafted(int label, float confidence) {}

    private final DraftTrial trial;
    private final Evaluation.Tally drafts;
    private final Evaluation.Tally verifiers;
    private final BatchScorer<Integer> draft;
    private final BatchScorer<Integer> verifier;
    private final Deque<Drafted> waiting = new ArrayDeque<>();
    private final RowSample sample = new RowSample();

    DraftedRows(Elm draft, Elm verifier) {
        int classes = draft.labels().size();
        trial = new DraftTrial(draft.labels());
        drafts = new Evaluation.Tally(draft.labels());
        verifiers = new Evaluation.Tally(draft.labels());
        ForwardPass pass = ForwardPass.fastest();
        this.draft = new BatchScorer<>(draft, pass, (label, probabilities, at) -> {
            int top = Probabilities.predicted(probabilities, at, classes);
            waiting.add(new Drafted(top, probabilities[at + top]));
            drafts.add(label, probabilities, at);
        });
        // both flush after the same number of rows, this one second
        this.verifier = new BatchScorer<>(verifier, pass, (label, probabilities, at) -> {
            Drafted first = waiting.remove();
            trial.add(label, first.label(), first.confidence(), Probabilities.predicted(probabilities, at, classes));
            verifiers.add(label, probabilities, at);
        });
    }

    /** Adds a row; throws as {@link BatchScorer#add} does. */
    void add(float[] features, int label) {
        draft.add(features, label);
        verifier.add(features, label);
        sample.add(features);
    }

    void finish() {
        draft.finish();
        verifier.finish();
    }

    DraftTrial trial() {
        return trial;
    }

    Evaluation draft() {
        return drafts.evaluation();
    }

    Evaluation verifier() {
        return verifiers.evaluation();
    }

    /** Returns rows from all parts of the data. */
    List<float[]> sample() {
        return sample.rows();
    }
}
