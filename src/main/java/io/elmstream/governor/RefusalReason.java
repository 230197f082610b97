package io.elmstream.governor;

/** Why a command was refused. The names are stable: programs rely on them. */
public enum RefusalReason {
    UNREADABLE("The command is no command that this version of Elmstream can read."),
    NOT_JUDGED("A fault in Elmstream kept the command from being judged; the governor's log has the details."),
    BAD_REQUEST_ID("The request id is empty or too long."),
    REQUEST_ID_REUSED("Another command has been sent under the same request id."),
    BAD_MODEL_ID("The model id does not have the form of one."),
    BAD_VERSION("The version is less than 1."),
    BAD_CHALLENGER("The challenger's share or its gate has a figure that is out of its range."),
    TOO_LARGE("The artefact, or its feature names and labels, are larger than the governor lets through."),
    NOT_AN_ARTEFACT("The bytes are no model file."),
    UNKNOWN_FORMAT("The model file was written by a newer version of Elmstream."),
    DIGEST_MISMATCH("The model file has been damaged: its digest does not fit its bytes."),
    MALFORMED("The model file is not laid out as its format says."),
    INVALID_MODEL(
            "The model file holds no model that can serve: shapes do not agree, a number is not finite or out of its"
                    + " range,"
                    + " or there are no golden rows."),
    WRONG_MODEL("The artefact is of another model than the command says."),
    WRONG_VERSION("The artefact is of another version than the command says."),
    VERSION_EXISTS("The version has been published already, with other bytes; a version never changes."),
    FEATURES_DIFFER("The features are not those of the model's first version."),
    LABELS_DIFFER("The labels are not those of the model's first version."),
    UNKNOWN_MODEL("No version of the model has been published."),
    UNKNOWN_VERSION("The version has not been published."),
    CONFLICT("The timeline has moved on since the revision that the command was based on."),
    RETIRED("The version is retired: its bytes were given up, and its number is not used again."),
    STILL_NAMED("The version cannot be retired: a step that stands names it, so readings may still ask for it."),
    NO_CHAMPION("The model has no champion beside which a challenger could be tried."),
    IS_CHAMPION("The version is the champion already, so it cannot challenge itself."),
    NO_CHALLENGER("No challenger is being tried, so there is none to promote."),
    NOTHING_TO_ROLL_BACK("The model has only its first step, and a champion never vanishes."),
    WRONG_STEP("The last step brought another version than the command says."),
    BAD_TIME("The effective time is not a point in time that readings can have."),
    INCOMPLETE("Parts of the upload are missing."),
    BAD_PART("The part's number or its size is out of range, or its digest does not fit its bytes."),
    TOO_MANY_UPLOADS("Unfinished uploads take all the room that the governor gives them."),
    NOT_SIGNED("The governor takes only signed commands, and this one carries no signature."),
    OLD_SIGNATURE(
            "The command was signed by an earlier release, whose signatures could be sent again; upgrade what sent"
                    + " it."),
    BAD_SIGNATURE("The signature is by no key that the governor trusts, or was made for another command, application or"
            + " cluster."),
    BAD_NUMBER("The signature's number is not above every number that its key was used with, so the command may have"
            + " been sent before."),
    REVISION_REQUIRED(
            "The governor takes only signed commands, and such a one must name the revision that it is based on.");

    private final String explanation;

    RefusalReason(String explanation) {
        this.explanation = explanation;
    }

    /** One sentence for people. */
    public String explanation() {
        return explanation;
    }
}
