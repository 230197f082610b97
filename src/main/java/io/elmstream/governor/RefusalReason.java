package io.elmstream.governor;

/** The reason why a command was refused. The names are stable, because programs depend on them. */
public enum RefusalReason {
    UNREADABLE("This version of Elmstream cannot read the command."),
    NOT_JUDGED("The command was not judged because of a bug in Elmstream; the governor's log has the details."),
    BAD_REQUEST_ID("The request id is empty or too long."),
    REQUEST_ID_REUSED("Another command was already sent with the same request id."),
    BAD_MODEL_ID("The model id is not valid."),
    BAD_VERSION("The version is less than 1."),
    BAD_CHALLENGER("A value in a challenger's share or gate is out of range."),
    TOO_LARGE("The artefact, or its feature names and labels, are larger than the governor accepts."),
    NOT_AN_ARTEFACT("The bytes are not a model file."),
    UNKNOWN_FORMAT("The model file was written by a newer version of Elmstream."),
    DIGEST_MISMATCH("The model file is corrupt: its digest does not match its bytes."),
    MALFORMED("The layout of the model file does not follow its format."),
    INVALID_MODEL("The model in the file cannot serve: its shapes do not agree, a number is not finite or out of"
            + " range, or there are no golden rows."),
    INVALID_RULES(
            "The rule set cannot be used: its document is malformed, a condition does not compile or names an unknown"
                    + " feature or label, or an example gives another result than it should."),
    RULES_OFF("Rule sets are not enabled in this application."),
    WRONG_MODEL("The artefact contains another model than the command names."),
    WRONG_VERSION("The artefact contains another version than the command names."),
    VERSION_EXISTS("The version was already published with different bytes; a version never changes."),
    FEATURES_DIFFER("The features differ from those of the model's first version."),
    LABELS_DIFFER("The labels differ from those of the model's first version."),
    UNKNOWN_MODEL("No version of the model has been published."),
    UNKNOWN_VERSION("The version has not been published."),
    CONFLICT("The timeline has changed since the revision that the command is based on."),
    RETIRED("The version is retired: its file was deleted, and its number cannot be used again."),
    STILL_NAMED("The version cannot be retired: a step in force names it, so readings may still need it."),
    NO_CHAMPION("The model has no champion to compare a challenger with, or to learn from."),
    CANNOT_LEARN("Rule sets do not learn."),
    IS_CHAMPION("The version is already the champion."),
    NO_CHALLENGER("The model has no challenger to promote."),
    NOTHING_TO_ROLL_BACK("The model has only its first step, which cannot be rolled back."),
    WRONG_STEP("The last step names another version than the command."),
    BAD_TIME("The effective time is not a valid event time."),
    INCOMPLETE("Parts of the upload are missing."),
    BAD_PART("The part's number or size is out of range, or its digest does not match its bytes."),
    TOO_MANY_UPLOADS("Incomplete uploads use all the space that the governor reserves for them."),
    NOT_SIGNED("The governor accepts only signed commands, and this one has no signature."),
    OLD_SIGNATURE(
            "The command was signed by an earlier release, whose signatures can be replayed; upgrade the sender."),
    BAD_SIGNATURE("The signature is not from a key that the governor trusts, or was made for another"
            + " command, application or cluster."),
    BAD_NUMBER("The signature's number is not higher than all numbers used with its key so far, so the"
            + " command may be a replay."),
    REVISION_REQUIRED("The governor accepts only signed commands, and a signed command must name the revision that it"
            + " is based on.");

    private final String explanation;

    RefusalReason(String explanation) {
        this.explanation = explanation;
    }

    /** Returns an explanation in one sentence. */
    public String explanation() {
        return explanation;
    }
}
