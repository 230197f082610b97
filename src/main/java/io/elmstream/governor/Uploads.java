package io.elmstream.governor;

import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ArtefactFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Judges model files that are sent in parts. Sizes are checked before anything is stored: the size of an upload, and of
 * all together.
 *
 * @param maxArtefactBytes the largest accepted artefact, in bytes
 */
record Uploads(int maxArtefactBytes) {

    /** The largest number of artefacts of maximum size that may be uploaded at a time. */
    private static final int MAX_AT_A_TIME = 4;

    private static final int NAMED_AT_MOST = 20;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Accepts a part, or returns why not. */
    Decision take(CommandContext known, UploadPart part) {
        Optional<Refused> bad = bad(part);
        if (bad.isPresent()) {
            return bad.get();
        }
        String version = Moves.named(part);
        if (known.named().isPresent() && !known.named().get().digest().equals(part.artefactDigest())) {
            return Refused.of(
                    RefusalReason.VERSION_EXISTS,
                    "version",
                    version + " is published with digest " + known.named().get().digest()
                            + ": upload it under a new version");
        }
        if (known.isRetired()) {
            return new Accepted(false, version + " is already published");
        }
        Upload before = known.upload();
        long bytes = before.with(part.part(), part.bytes().length).bytes();
        if (bytes > maxArtefactBytes) {
            return Refused.of(
                    RefusalReason.TOO_LARGE,
                    "bytes",
                    "with part " + part.part() + " the upload of " + version + " has " + bytes
                            + " bytes, more than the " + maxArtefactBytes + " allowed");
        }
        long all = known.uploading() - before.bytes() + bytes;
        if (all > (long) MAX_AT_A_TIME * maxArtefactBytes) {
            return full("bytes", all + " bytes");
        }
        // a part takes memory in addition to its bytes, which may be as few as one
        if (!before.has(part.part()) && known.openParts() >= MAX_AT_A_TIME * Upload.MAX_PARTS) {
            return full("part", known.openParts() + 1 + " parts");
        }
        return new Accepted(!before.has(part.part()), "part " + part.part() + " of " + version + " has arrived");
    }

    private static Refused full(String field, String what) {
        return Refused.of(
                RefusalReason.TOO_MANY_UPLOADS,
                field,
                "with this part, unfinished uploads have " + what + ": publish those that are complete, or wait "
                        + Upload.PATIENCE / 60_000 + " minutes until others expire");
    }

    /** Returns why an upload cannot be published; empty if its bytes can be judged. */
    Optional<Refused> refusal(CommandContext known, PublishUpload command) {
        if (command.parts() < 1 || command.parts() > Upload.MAX_PARTS) {
            return Optional.of(Refused.of(
                    RefusalReason.BAD_PART,
                    "parts",
                    "parts is " + command.parts() + ", must be 1 to " + Upload.MAX_PARTS));
        }
        List<Integer> missing = known.upload().missing(command.parts());
        if (!missing.isEmpty()) {
            String named =
                    missing.stream().limit(NAMED_AT_MOST).map(String::valueOf).collect(Collectors.joining(", "));
            return Optional.of(Refused.of(
                    RefusalReason.INCOMPLETE,
                    "parts",
                    missing.size() + " of " + command.parts()
                            + " parts of " + command.id() + " version " + command.version() + " with digest "
                            + command.artefactDigest() + " are missing: " + named
                            + (missing.size() > NAMED_AT_MOST ? ", ..." : "") + "; send them, then publish again"));
        }
        if (known.upload().sizes().size() != command.parts() || known.upload().bytes() != command.size()) {
            return Optional.of(Refused.of(
                    RefusalReason.BAD_PART,
                    "size",
                    "the command says " + command.size() + " bytes in "
                            + command.parts() + " parts, " + known.upload().bytes() + " bytes in "
                            + known.upload().sizes().size() + " parts have arrived"));
        }
        return ArtefactFormat.digest(known.assembled().get()).equals(command.artefactDigest())
                ? Optional.empty()
                : Optional.of(Refused.of(
                        RefusalReason.DIGEST_MISMATCH,
                        "artefactDigest",
                        "the digest of the assembled parts differs from that of the upload: upload the file again"));
    }

    /** Returns what is wrong with the digest that identifies an upload; empty if it could be one. */
    static Optional<Refused> badDigest(Command.InParts command) {
        return DIGEST.matcher(command.artefactDigest()).matches()
                ? Optional.empty()
                : bad(
                        "artefactDigest",
                        "artefactDigest must be 64 lower-case hex digits, got "
                                + command.artefactDigest().length() + " characters that are not");
    }

    private static Optional<Refused> bad(UploadPart part) {
        if (part.part() < 0 || part.part() >= Upload.MAX_PARTS) {
            return bad("part", "part is " + part.part() + ", must be 0 to " + (Upload.MAX_PARTS - 1));
        }
        if (part.bytes().length < 1 || part.bytes().length > Upload.MAX_RECORD_BYTES) {
            return bad(
                    "bytes",
                    "part " + part.part() + " has " + part.bytes().length + " bytes, must have 1 to "
                            + Upload.MAX_RECORD_BYTES);
        }
        String digest = ArtefactFormat.digest(part.bytes());
        return digest.equals(part.digest())
                ? Optional.empty()
                : bad(
                        "digest",
                        "part " + part.part() + " has digest " + digest
                                + ", the command says another digest: send it again");
    }

    private static Optional<Refused> bad(String field, String message) {
        return Optional.of(Refused.of(RefusalReason.BAD_PART, field, message));
    }
}
