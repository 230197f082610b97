package io.elmstream.governor;

import io.elmstream.rollout.Timeline;
import java.util.Optional;

/**
 * What the governor makes of one command: the answer, and what is to be written down.
 *
 * @param answer the answer to the sender
 * @param governed the state of the model afterwards; empty while there is no such model
 * @param published the version to make known, when the command brought one
 * @param retired the version to give up, when the command asked for it
 * @param timeline the timeline to make known, when the command changed it
 */
public record Judgement(
        Answer answer,
        Optional<Governed> governed,
        Optional<PublishedVersion> published,
        Optional<PublishedVersion> retired,
        Optional<Timeline> timeline) {

    /** An answer that changes nothing beyond the given state. */
    public static Judgement of(Answer answer, Optional<Governed> governed) {
        return new Judgement(answer, governed, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Judgement publishing(PublishedVersion version) {
        return new Judgement(answer, governed, Optional.of(version), retired, timeline);
    }

    Judgement retiring(PublishedVersion version) {
        return new Judgement(answer, governed, published, Optional.of(version), timeline);
    }

    Judgement moving(Timeline moved) {
        return new Judgement(answer, governed, published, retired, Optional.of(moved));
    }
}
