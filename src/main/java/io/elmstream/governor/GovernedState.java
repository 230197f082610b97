package io.elmstream.governor;

import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of one model in the governor. A model is created by its first published version.
 *
 * <p>Versions are stored separately, each as a {@link PublishedVersion}, because a command names one of them and their
 * number is unbounded; this state is bounded, and fits into one record.
 *
 * @param modelId the model
 * @param contract the features and labels that all versions share; for rule sets, those that their conditions name
 * @param timeline which version is in force when
 * @param learning whether the model learns
 * @param answers the latest answers, oldest first, at most {@link #MAX_ANSWERS}
 */
public record GovernedState(
        ModelId modelId, Contract contract, Timeline timeline, Learning learning, List<Answer> answers) {

    /** How many answers are stored. A command repeated later is judged again. */
    public static final int MAX_ANSWERS = 64;

    public GovernedState {
        answers = List.copyOf(answers);
    }

    /** A model that was never told to learn. */
    public GovernedState(ModelId modelId, Contract contract, Timeline timeline, List<Answer> answers) {
        this(modelId, contract, timeline, Learning.OFF, answers);
    }

    /** Returns the stored answer to a request. */
    public Optional<Answer> answerTo(String requestId) {
        return answers.stream()
                .filter(answer -> answer.requestId().equals(requestId))
                .findFirst();
    }

    public GovernedState with(Contract agreed) {
        return new GovernedState(modelId, agreed, timeline, learning, answers);
    }

    /** Returns a copy with another timeline. */
    public GovernedState with(Timeline next) {
        return new GovernedState(modelId, contract, next, learning, answers);
    }

    /** Returns a copy that learns, or does not. */
    public GovernedState with(Learning next) {
        return new GovernedState(modelId, contract, timeline, next, answers);
    }

    public GovernedState with(Answer answer) {
        Stream<Answer> kept = answers.stream().skip(Math.max(0, answers.size() + 1 - MAX_ANSWERS));
        return new GovernedState(
                modelId,
                contract,
                timeline,
                learning,
                Stream.concat(kept, Stream.of(answer)).toList());
    }
}
