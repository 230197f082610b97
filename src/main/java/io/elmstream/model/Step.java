package io.elmstream.model;

import java.util.OptionalLong;

/**
 * One step of a {@link Timeline}: from a time on, which version is in force.
 *
 * @param revision 1 or more, one higher than that of the step before it
 * @param effectiveFrom the event time from which the step is in force, in epoch milliseconds; {@link #BEGINNING} for
 *     the first step of a timeline
 * @param champion the version that serves, 1 or more
 * @param reason why the step was made, for people
 * @param voidedBy the revision that took this step back, higher than its own; empty while the step stands
 */
public record Step(long revision, long effectiveFrom, int champion, String reason, OptionalLong voidedBy) {

    /** The effective time of a first step: readings older than it are the first champion's. */
    public static final long BEGINNING = Long.MIN_VALUE;

    public Step {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be 1 or more, got " + revision);
        }
        if (champion < 1) {
            throw new IllegalArgumentException("champion must be 1 or more, got " + champion);
        }
        if (voidedBy.isPresent() && voidedBy.getAsLong() <= revision) {
            throw new IllegalArgumentException(
                    "voidedBy must be higher than the revision " + revision + ", got " + voidedBy.getAsLong());
        }
    }

    /** A step that stands. */
    public Step(long revision, long effectiveFrom, int champion, String reason) {
        this(revision, effectiveFrom, champion, reason, OptionalLong.empty());
    }

    /** Whether no later step has taken this one back. */
    public boolean stands() {
        return voidedBy.isEmpty();
    }

    Step fromTheBeginning() {
        return new Step(revision, BEGINNING, champion, reason, voidedBy);
    }

    /** The step as it was when the timeline had the given revision. */
    Step asOf(long timelineRevision) {
        return voidedBy.isPresent() && voidedBy.getAsLong() > timelineRevision
                ? new Step(revision, effectiveFrom, champion, reason)
                : this;
    }
}
