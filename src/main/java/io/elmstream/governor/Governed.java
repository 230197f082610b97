package io.elmstream.governor;

import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of one model in the governor's hands. A model comes into being with its first published version.
 *
 * <p>The versions stand beside it, each as a {@link PublishedVersion} of its own, because a command names one of them
 * and their number has no bound; what is in here has, and fits into one record.
 *
 * @param modelId the model
 * @param contract what all versions agree on
 * @param timeline which version is in force when
 * @param answers the latest answers, oldest first, at most {@link #MAX_ANSWERS}
 */
public record Governed(ModelId modelId, Contract contract, Timeline timeline, List<Answer> answers) {

    /** How many answers are remembered. A command doubled later than that is judged anew. */
    public static final int MAX_ANSWERS = 64;

    public Governed {
        answers = List.copyOf(answers);
    }

    /** The answer that a request got, while it is remembered. */
    public Optional<Answer> answerTo(String requestId) {
        return answers.stream()
                .filter(answer -> answer.requestId().equals(requestId))
                .findFirst();
    }

    public Governed with(Contract agreed) {
        return new Governed(modelId, agreed, timeline, answers);
    }

    /** The same with another timeline. */
    public Governed with(Timeline next) {
        return new Governed(modelId, contract, next, answers);
    }

    public Governed with(Answer answer) {
        Stream<Answer> kept = answers.stream().skip(Math.max(0, answers.size() + 1 - MAX_ANSWERS));
        return new Governed(
                modelId,
                contract,
                timeline,
                Stream.concat(kept, Stream.of(answer)).toList());
    }
}
