package io.elmstream.governor;

import io.elmstream.rollout.Step;
import java.util.Optional;

/**
 * The governor's judgement of one command: the answer, and what must be written.
 *
 * @param answer the answer to the sender
 * @param governed the state of the model afterwards; empty while there is no such model
 * @param effect what else must be done
 */
public record Judgement(Answer answer, Optional<GovernedState> governed, Effect effect) {

    /** Returns an answer that changes nothing beyond the given state. */
    public static Judgement of(Answer answer, Optional<GovernedState> governed) {
        return new Judgement(answer, governed, new Effect.None());
    }

    /** Returns a decision that changes nothing except the stored answers of the given state. */
    static Judgement remembered(Optional<GovernedState> governed, Command command, Decision decision) {
        Answer answer = answer(governed, command, decision);
        return of(answer, governed.map(state -> state.with(answer)));
    }

    /** Returns a decision that is not stored. */
    static Judgement forgotten(Optional<GovernedState> governed, Command command, Decision decision) {
        return of(answer(governed, command, decision), governed);
    }

    Judgement with(Effect other) {
        return new Judgement(answer, governed, other);
    }

    private static Answer answer(Optional<GovernedState> governed, Command command, Decision decision) {
        Optional<Step.Deployment> latest =
                governed.flatMap(state -> state.timeline().latest());
        long revision = governed.map(state -> state.timeline().revision()).orElse(0L);
        return new Answer(command.requestId(), command.inShort(), decision, latest, revision);
    }
}
