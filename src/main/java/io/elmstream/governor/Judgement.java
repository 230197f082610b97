package io.elmstream.governor;

import io.elmstream.rollout.Timeline;
import java.util.Optional;

/**
 * What the governor makes of one command: the answer, and what is to be written down.
 *
 * @param answer the answer to the sender
 * @param governed the state of the model afterwards; empty while there is no such model
 * @param published the version to make known, when the command brought one
 * @param timeline the timeline to make known, when the command changed it
 */
public record Judgement(
        Answer answer, Optional<Governed> governed, Optional<PublishedVersion> published, Optional<Timeline> timeline) {}
