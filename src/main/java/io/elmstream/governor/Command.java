package io.elmstream.governor;

import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import java.time.Instant;
import java.util.OptionalLong;

/** A request to change one version of a model. The {@link Governor} judges it. */
public sealed interface Command {

    /** Returns the id chosen by the sender to recognize the answer; 1 to {@link Governor#MAX_REQUEST_ID} characters. */
    String requestId();

    /** Returns the model. */
    ModelId id();

    /** Returns the version, 1 or more. */
    int version();

    /** Returns the command in a few words, which differ for any two commands with different effects. */
    String inShort();

    /** Calls the visitor's method for this kind of command. */
    <T> T accept(Visitor<T> visitor);

    /** Handles every kind of command. */
    interface Visitor<T> {

        T uploadPart(UploadPart command);

        T publish(Publish command);

        T publishUpload(PublishUpload command);

        T activate(Activate command);

        T challenge(Challenge command);

        T promote(Promote command);

        T rollback(Rollback command);

        T retire(Retire command);

        T learn(Learn command);
    }

    /** A command about a model file that comes in parts. */
    sealed interface InParts extends Command {

        /** Returns the SHA-256 of the whole file, lower-case hex; with model and version it identifies the upload. */
        String artefactDigest();
    }

    /** A command that names the timeline that it is based on. */
    sealed interface Based extends Command {

        /**
         * Returns the revision of the timeline that the sender saw, 0 for one without steps. The command is refused if
         * another one is in force; empty accepts any.
         */
        OptionalLong expectedRevision();
    }

    /** A command that changes the timeline. */
    sealed interface Move extends Based {}

    /**
     * Publishes a version. It does not serve until it is activated.
     *
     * @param artefact the model file in the format of {@link ArtefactFormat}; not copied, not to be changed
     * @param newContract whether it may have other features or labels than the model has so far
     */
    public record Publish(String requestId, ModelId id, int version, byte[] artefact, boolean newContract)
            implements Command {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.publish(this);
        }

        @Override
        public String inShort() {
            return "publish version " + version + " with digest " + ArtefactFormat.digest(artefact)
                    + contract(newContract);
        }
    }

    /**
     * Uploads a part of a model file that is too large for one record. Parts may arrive in any order, and more than
     * once.
     *
     * @param artefactDigest SHA-256 of the whole file, lower-case hex; with model and version it identifies the upload
     * @param part the number of this part, from 0
     * @param digest SHA-256 of this part, lower-case hex
     * @param bytes this part; not copied, not to be changed
     */
    public record UploadPart(
            String requestId, ModelId id, int version, String artefactDigest, int part, String digest, byte[] bytes)
            implements InParts {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.uploadPart(this);
        }

        @Override
        public String inShort() {
            return "upload part " + part + " of version " + version + " with digest " + artefactDigest;
        }
    }

    /**
     * Publishes a version whose parts were uploaded.
     *
     * @param artefactDigest SHA-256 of the whole file, lower-case hex
     * @param size bytes of the whole file
     * @param parts the number of its parts, 1 or more
     * @param newContract as in {@link Publish}
     */
    public record PublishUpload(
            String requestId, ModelId id, int version, String artefactDigest, int size, int parts, boolean newContract)
            implements InParts {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.publishUpload(this);
        }

        @Override
        public String inShort() {
            return "publish upload of version " + version + " with digest " + artefactDigest + ", " + size
                    + " bytes in " + parts + " parts" + contract(newContract);
        }
    }

    /**
     * Makes a published version the champion.
     *
     * @param effectiveFrom the event time from which it serves, in epoch milliseconds; empty means as soon as all
     *     instances can know
     */
    public record Activate(
            String requestId, ModelId id, int version, OptionalLong expectedRevision, OptionalLong effectiveFrom)
            implements Move {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.activate(this);
        }

        @Override
        public String inShort() {
            String from = effectiveFrom.isPresent() ? " from " + Instant.ofEpochMilli(effectiveFrom.getAsLong()) : "";
            return "activate version " + version + from + at(expectedRevision);
        }
    }

    /**
     * Tries a published version beside the champion.
     *
     * @param challenger the version and how it is tried
     */
    public record Challenge(String requestId, ModelId id, Challenger challenger, OptionalLong expectedRevision)
            implements Move {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.challenge(this);
        }

        @Override
        public int version() {
            return challenger.version();
        }

        @Override
        public String inShort() {
            String gate = challenger.gate().map(each -> " with " + each).orElse("");
            return "try " + challenger + gate + at(expectedRevision);
        }
    }

    /** Makes the challenger the champion. */
    public record Promote(String requestId, ModelId id, int version, OptionalLong expectedRevision) implements Move {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.promote(this);
        }

        @Override
        public String inShort() {
            return "promote version " + version + at(expectedRevision);
        }
    }

    /**
     * Rolls back the last step, for all readings that are scored from now on.
     *
     * @param version that the step {@linkplain Step.Deployment#brings() introduced}
     */
    public record Rollback(String requestId, ModelId id, int version, OptionalLong expectedRevision) implements Move {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.rollback(this);
        }

        @Override
        public String inShort() {
            return "roll back version " + version + at(expectedRevision);
        }
    }

    /** Deletes the bytes of a version that no step needs any more. */
    public record Retire(String requestId, ModelId id, int version, OptionalLong expectedRevision) implements Based {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.retire(this);
        }

        @Override
        public String inShort() {
            return "retire version " + version + at(expectedRevision);
        }
    }

    /**
     * Switches learning on or off.
     *
     * @param version the champion that the sender saw
     * @param learning whether the model learns, and how new versions are tried
     */
    public record Learn(String requestId, ModelId id, int version, Learning learning, OptionalLong expectedRevision)
            implements Based {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.learn(this);
        }

        @Override
        public String inShort() {
            String gate = learning.gate().map(each -> " with " + each).orElse("");
            return "learning " + learning + gate + at(expectedRevision);
        }
    }

    private static String at(OptionalLong revision) {
        return revision.isPresent() ? " at revision " + revision.getAsLong() : "";
    }

    private static String contract(boolean newContract) {
        return newContract ? " with a new contract" : "";
    }
}
