package io.elmstream.model;

import java.util.OptionalLong;

/** A wish about one version of a model. The {@link Governor} judges it. */
public sealed interface Command {

    /** Chosen by the sender, to know the answer by; 1 to {@link Governor#MAX_REQUEST_ID} characters. */
    String requestId();

    /** The model. */
    ModelId id();

    /** The version, 1 or more. */
    int version();

    /** The command in a few words, different for any two commands that ask for different things. */
    String inShort();

    /**
     * Make a version known to all. It serves nothing until it is activated.
     *
     * @param artefact the model file, as {@link ArtefactFormat} writes it; not copied, not to be changed
     */
    record Publish(String requestId, ModelId id, int version, byte[] artefact) implements Command {

        @Override
        public String inShort() {
            return "publish version " + version + " with digest " + ArtefactFormat.digest(artefact);
        }
    }

    /**
     * Make a published version the champion.
     *
     * @param expectedRevision the revision of the timeline that the sender saw, 0 for one without steps; the command is
     *     refused when another one is in force; empty takes any
     */
    record Activate(String requestId, ModelId id, int version, OptionalLong expectedRevision) implements Command {

        @Override
        public String inShort() {
            return "activate version " + version
                    + (expectedRevision.isPresent() ? " at revision " + expectedRevision.getAsLong() : "");
        }
    }
}
