package io.elmstream.governor;

import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.Optional;

/**
 * The answer to a command, stored so that a command sent twice gets the same answer twice.
 *
 * @param requestId the command's request id
 * @param request a short form of the command, to detect another command with the same request id
 * @param decision how it was judged
 * @param latest the timeline's {@linkplain Timeline#latest latest} step after the command
 * @param revision the timeline's revision after the command, 0 while there is no step
 */
public record Answer(
        String requestId, String request, Decision decision, Optional<Step.Deployment> latest, long revision) {

    /** Returns a copy with a remark appended to the decision if the command was accepted. */
    public Answer with(String remark) {
        return decision instanceof Decision.Accepted accepted
                ? new Answer(
                        requestId,
                        request,
                        new Decision.Accepted(accepted.changed(), accepted.message() + "; " + remark),
                        latest,
                        revision)
                : this;
    }
}
