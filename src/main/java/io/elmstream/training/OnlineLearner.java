package io.elmstream.training;

import io.elmstream.elm.Classifier;
import io.elmstream.elm.Elm;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Shapes;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.TrainingRange;
import io.elmstream.elm.Trust;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Learns from labelled rows one after the other. Each row is first predicted with the output weights of the last
 * solution and then learnt, so what is said of its quality is never said of rows that it knew. Between two solutions
 * rows cost {@code units^2 / 2} multiplications for each rule of forgetting, a solution {@code units^3 / 6}. Without
 * forgetting, a solution is that of {@link ElmTrainer} with the same standardiser, hidden layer and ridge parameter.
 *
 * <p>Rows are worked on in blocks, at the latest when something is asked of the learner. Not for several threads.
 */
public final class OnlineLearner {

    /** The largest weight of a row. */
    public static final double LARGEST_WEIGHT = 1e6;

    private static final int PARENT = -1;

    /** How many rows make the profile at least; more than {@link OnlinePlan#window} for bins of enough rows. */
    private static final int PROFILED = 2_000;

    private final OnlineBasis basis;
    private final OnlinePlan plan;
    private final Judge judge;
    private final HiddenMap map;
    private final HiddenBlock block;
    private final int[] blockLabels = new int[HiddenBlock.ROWS];
    private final double[] weights = new double[HiddenBlock.ROWS];
    private final Instant[] times = new Instant[HiddenBlock.ROWS];
    private final List<String> labels;
    private final List<OnlineRule> rules;
    private final RecentOutputs recent;
    private Optional<OnlineWeights> parent = Optional.empty();
    private final SeenRange seen;
    private final RecentRows latest;
    private final RecentTrust trust;
    private int serving;
    private long rows;

    /** Hears of each row after it was predicted and before it is learnt, in the order of the rows. */
    @FunctionalInterface
    public interface Judge {

        /**
         * A row was predicted.
         *
         * @param label index of its own label
         * @param predicted index of the predicted one
         */
        void judged(int label, int predicted);
    }

    /**
     * Creates a learner without rows.
     *
     * @param basis standardiser and hidden layer
     * @param plan how to learn
     * @param judge hears of each row that is predicted
     */
    public OnlineLearner(OnlineBasis basis, OnlinePlan plan, Judge judge) {
        this.basis = basis;
        this.plan = plan;
        this.judge = judge;
        this.map = new HiddenMap(basis.standardiser(), basis.hidden());
        this.block = new HiddenBlock(map);
        this.labels = new ArrayList<>(basis.labels());
        this.rules = plan.forgetting().stream()
                .map(rule -> new OnlineRule(rule, new DecayedSums(map.units(), labels.size()), plan.window()))
                .toList();
        this.recent = new RecentOutputs(plan.window());
        this.seen = new SeenRange(map.inputs());
        this.latest = new RecentRows(map.inputs(), Math.max(PROFILED, plan.window()));
        this.trust = new RecentTrust(plan.trust(), recent, seen);
    }

    /**
     * Starts with the output weights of a model. They serve until a rule of forgetting makes fewer errors on recent
     * rows. If it did so with another model before, all count their errors afresh, so that they are compared by the
     * same rows.
     *
     * @param elm a model with this learner's standardiser, hidden layer and first classes
     */
    public void startFrom(Elm elm) {
        Shapes.require(
                elm.standardiser().equals(basis.standardiser())
                        && elm.hidden().equals(basis.hidden())
                        && elm.labels().size() <= labels.size()
                        && elm.labels().equals(labels.subList(0, elm.labels().size())),
                "the model has another standardiser, hidden layer or classes than the learner");
        flush();
        float[] beta = elm.beta();
        int classes = elm.labels().size();
        double[][] byClass = new double[classes][map.units()];
        for (int i = 0; i < beta.length; i++) {
            byClass[i % classes][i / classes] = beta[i];
        }
        OnlineWeights started = new OnlineWeights(plan.window());
        started.set(byClass);
        parent.ifPresent(before -> rules.forEach(rule -> rule.weights().restore(1)));
        parent = Optional.of(started);
        serving = PARENT;
    }

    /**
     * Starts with the range of the rows that a model was trained on, which that of the learnt rows then widens.
     *
     * @param range of as many features as rows have
     */
    public void startFrom(TrainingRange range) {
        seen.add(range);
    }

    /** {@return the classes, in the order in which they became known} */
    public List<String> labels() {
        return List.copyOf(labels);
    }

    /** {@return standardiser and hidden layer} */
    public OnlineBasis basis() {
        return basis;
    }

    /** {@return the settings} */
    public OnlinePlan plan() {
        return plan;
    }

    /**
     * {@return the share of errors that the model to start from made on recent rows, 1 before there were any; empty
     * without such a model}
     */
    public Optional<Double> errorsOfStart() {
        flush();
        return parent.map(OnlineWeights::errors);
    }

    /**
     * {@return the share of errors on recent rows of the rule with the fewest; 1 before there was a solution and a row}
     */
    public double errorsOfRules() {
        flush();
        return rules.stream().mapToDouble(rule -> rule.weights().errors()).min().orElse(1);
    }

    /**
     * Goes on with the share of errors that the model to start from had made when the state was stored, which tiles do
     * not contain.
     *
     * @param share of recent rows, from 0 to 1
     */
    public void restoreErrorsOfStart(double share) {
        Shapes.require(share >= 0 && share <= 1, "share is " + share + ", must be from 0 to 1");
        parent.orElseThrow(() -> new IllegalStateException("there is no model to start from"))
                .restore(share);
    }

    /** {@return the number of rows learnt, without those taken out} */
    public long rows() {
        return rows;
    }

    /** {@return the rule of forgetting that serves since the last solution; empty if the model it started from does} */
    public Optional<Forgetting> serving() {
        return serving == PARENT
                ? Optional.empty()
                : Optional.of(rules.get(serving).forgetting());
    }

    private OnlineWeights weights(int of) {
        return of == PARENT ? parent.orElseThrow() : rules.get(of).weights();
    }

    /**
     * Adds a class. To all earlier rows it is one of the other classes, and it is predicted from the next solution on.
     *
     * @param label its name, other than those of the others
     * @return its index
     */
    public int addClass(String label) {
        Shapes.require(!labels.contains(label), "there is a class \"" + label + "\" already");
        flush();
        labels.add(label);
        rules.forEach(rule -> rule.sums().addClass());
        return labels.size() - 1;
    }

    /**
     * Learns a row that has no time.
     *
     * @param row the features as read
     * @param label index of its label
     */
    public void learn(float[] row, int label) {
        learn(row, label, 1, Instant.EPOCH);
    }

    /**
     * Learns a row.
     *
     * @param row the features as read
     * @param label index of its label
     * @param weight how much it counts, above 0 and up to {@link #LARGEST_WEIGHT}
     * @param time its event time; a row that is late counts as if it had come in time
     * @throws IllegalArgumentException if a feature, the label or the weight is out of its range; the row is not learnt
     */
    public void learn(float[] row, int label, double weight, Instant time) {
        require(label, weight);
        int at = block.rows();
        block.add(row, new Target.Own(label));
        seen.add(row);
        latest.add(row, label);
        blockLabels[at] = label;
        weights[at] = weight;
        times[at] = time;
        if (block.isFull()) {
            flush();
        }
    }

    /**
     * Takes a row out again. Its weight has fallen since as that of every row of its age, so that the sums are as if it
     * had never been learnt, but for rounding.
     *
     * @param row the features as read
     * @param label index of its label
     * @param weight the weight that it was learnt with
     * @param time the time that it was learnt with
     * @param rowsSince how many rows were learnt after it
     * @throws IllegalArgumentException if a feature, the label or the weight is out of its range
     */
    public void takeOut(float[] row, int label, double weight, Instant time, long rowsSince) {
        require(label, weight);
        Shapes.require(
                rowsSince >= 0 && rowsSince < rows() + block.rows(),
                "rowsSince is " + rowsSince + ", must be from 0 to less than the number of rows learnt");
        flush();
        double[][] hidden = new double[1][map.units()];
        map.apply(row, hidden[0]);
        rules.forEach(rule -> rule.takeOut(hidden, label, weight, time, rowsSince));
        rows--;
    }

    /**
     * Solves for the output weights of all rules, and lets the one with the fewest recent errors serve. A rule is
     * judged from its first solution on, so the model to start from serves until another has shown that it is better.
     */
    public void solve() {
        accept(toSolve().solve());
    }

    /**
     * Copies what a solution is made of, so that another thread can solve while this learner goes on.
     *
     * @return the sums of all rows so far
     */
    public SumsToSolve toSolve() {
        flush();
        return new SumsToSolve(
                this,
                plan.ridge(),
                rows,
                rules.stream().map(rule -> rule.sums().copy()).toList());
    }

    /**
     * Takes a solution up, as {@link #solve} does. Rows that were learnt and classes that were added since its sums
     * were copied remain; the next solution has them.
     *
     * @param solution of sums of this learner
     */
    public void accept(SumsToSolve.Solution solution) {
        Shapes.require(solution.of(this), "the solution is that of another learner");
        flush();
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).weights().set(solution.beta().get(i));
        }
        for (int i = 0; i < rules.size(); i++) {
            if (weights(i).errors() < weights(serving).errors()) {
                serving = i;
            }
        }
    }

    /** Works on the rows that wait for their block to be full. */
    public void flush() {
        int count = block.rows();
        if (count == 0) {
            return;
        }
        block.activate();
        parent.ifPresent(each -> predict(each, serving == PARENT));
        for (int i = 0; i < rules.size(); i++) {
            OnlineRule rule = rules.get(i);
            if (rule.weights().beta().length > 0) {
                predict(rule.weights(), i == serving);
            }
            rule.learn(block.byRow(), blockLabels, weights, times, count);
        }
        rows += count;
        block.clear();
    }

    private void predict(OnlineWeights by, boolean serves) {
        double[][] byClass = block.outputs(by.beta());
        for (int r = 0; r < block.rows(); r++) {
            double[] outputs = new double[byClass.length];
            for (int c = 0; c < outputs.length; c++) {
                outputs[c] = byClass[c][r];
            }
            int predicted = Classifier.predicted(outputs);
            by.judge(predicted == blockLabels[r]);
            if (serves) {
                trust.add(outputs, blockLabels[r]);
                judge.judged(blockLabels[r], predicted);
            }
        }
    }

    /**
     * Returns the model of the last solution of the rule that serves. Its temperature and quality are those of the
     * recent rows.
     *
     * @param validation what its provenance says of them, in a few words
     * @return the model
     * @throws TrainingException if nothing was solved yet, or there is only one class
     */
    public Elm elm(String validation) {
        flush();
        double[][] beta = weights(serving).beta();
        if (beta.length < 2) {
            throw new TrainingException("there is no model yet: the rows so far have the classes " + labels
                    + ", and a solution needs two or more");
        }
        List<String> known = List.copyOf(labels.subList(0, beta.length));
        float[] flat = new float[map.units() * beta.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) beta[i % beta.length][i / beta.length];
        }
        double temperature = recent.temperature();
        Evaluation evaluation = recent.evaluation(labels(), temperature);
        Provenance provenance = new Provenance(
                "",
                Math.max(0, rows),
                plan.ridge(),
                evaluation.rows() == 0
                        ? Provenance.Quality.UNKNOWN
                        : new Provenance.Quality(
                                evaluation.accuracy(), evaluation.macroRecall(), evaluation.calibrationError()),
                plan.productVersion(),
                validation);
        return new Elm(
                basis.featureNames(), known, basis.standardiser(), basis.hidden(), flat, temperature, provenance);
    }

    /**
     * Returns how far predictions of the model of the last solution are to be believed, by recent rows. The coverage of
     * its label sets follows the rows.
     *
     * @return the trust; without rows, all classes are in the sets
     */
    public Trust trust() {
        flush();
        return trust.trust(recent.temperature(), weights(serving).beta().length);
    }

    /**
     * Returns what the model of the last solution expects of the readings to come, by the rows that were learnt last:
     * those of the window, 2,000 at least.
     *
     * @return the profile; empty before 100 rows were learnt since this object was created
     */
    public Optional<TrainingProfile> profile() {
        flush();
        int classes = weights(serving).beta().length;
        return recent.calibration(recent.temperature(), latest.profile(seen.range(), classes), classes)
                .profile();
    }

    /**
     * {@return the share of rows whose label set had their class when they were predicted; empty before there was one}
     */
    public Optional<Double> coverage() {
        flush();
        return trust.coverage();
    }

    /** {@return the quality of the predictions of recent rows} */
    public Evaluation recent() {
        flush();
        return recent.evaluation(labels(), recent.temperature());
    }

    Stream<OnlineRule> rules() {
        flush();
        return rules.stream();
    }

    /** Goes on from a stored state. */
    void restore(long learnt, int rule) {
        rows = learnt;
        serving = rule == PARENT && parent.isEmpty() ? 0 : rule;
    }

    int servingIndex() {
        return serving;
    }

    private void require(int label, double weight) {
        Shapes.require(
                label >= 0 && label < labels.size(),
                "label is " + label + ", must be from 0 to " + (labels.size() - 1));
        Shapes.require(
                weight > 0 && weight <= LARGEST_WEIGHT,
                "weight is " + weight + ", must be above 0 and up to " + LARGEST_WEIGHT);
    }
}
