package io.elmstream.page;

/**
 * Something that happened to a model, shown on the time axis.
 *
 * @param id the same on every instance
 * @param at in epoch milliseconds
 * @param model the model; empty if it is not known
 * @param version the version, 0 if none is named
 * @param kind publish, activate, challenge, promote, rollback, retire, refused, gate, drift or learn
 * @param text what happened
 * @param who the request or gate that caused it; empty if that is not known
 * @param why the figures or the reason; empty if none was given
 */
record Mark(String id, long at, String model, int version, String kind, String text, String who, String why) {

    /** Returns whether it is about a version, not about what serves. */
    boolean isOfVersion() {
        return kind.equals("publish") || kind.equals("retire");
    }

    /** Returns the same, with who caused it. */
    Mark by(String cause) {
        return new Mark(id, at, model, version, kind, text, cause, why);
    }
}
