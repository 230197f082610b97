package io.elmstream.governor;

import io.elmstream.rollout.Step;
import java.util.Optional;

/**
 * What the governor makes of one command: the answer, and what is to be written down.
 *
 * @param answer the answer to the sender
 * @param governed the state of the model afterwards; empty while there is no such model
 * @param effect what else is to be done
 */
public record Judgement(Answer answer, Optional<Governed> governed, Effect effect) {

    /** An answer that changes nothing beyond the given state. */
    public static Judgement of(Answer answer, Optional<Governed> governed) {
        return new Judgement(answer, governed, new Effect.None());
    }

    /** A decision that changes nothing beyond the given state and the memory of answers. */
    static Judgement remembered(Optional<Governed> governed, Command command, Decision decision) {
        Answer answer = answer(governed, command, decision);
        return of(answer, governed.map(state -> state.with(answer)));
    }

    /** A decision that leaves no trace. */
    static Judgement forgotten(Optional<Governed> governed, Command command, Decision decision) {
        return of(answer(governed, command, decision), governed);
    }

    Judgement with(Effect other) {
        return new Judgement(answer, governed, other);
    }

    private static Answer answer(Optional<Governed> governed, Command command, Decision decision) {
        Optional<Step.Deployment> latest =
                governed.flatMap(state -> state.timeline().latest());
        long revision = governed.map(state -> state.timeline().revision()).orElse(0L);
        return new Answer(command.requestId(), command.inShort(), decision, latest, revision);
    }
}
