package io.elmstream.governor;

import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Gate;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;

/**
 * Judges commands one after the other. Pure: the same command on the same state at the same time gives the same
 * judgement, and whatever a command holds, the judgement is a value, never an exception.
 *
 * <p>What holds through any commands: revisions rise by one; a champion, once there, never vanishes; what a serving
 * step names is a published version that is not retired; the bytes of a version never change; a refused command changes
 * nothing but the memory of answers.
 *
 * @param maxArtefactBytes the largest artefact let through, in bytes
 * @param lead how long after its command a champion takes over, in milliseconds, 0 or more: long enough that every
 *     instance knows of the step before the first reading that it decides
 * @param minTrial how long a challenger is tried at least before its gate may promote it, in milliseconds, 0 or more
 */
public record Governor(int maxArtefactBytes, long lead, long minTrial) {

    /** The longest request id, in characters. */
    public static final int MAX_REQUEST_ID = 100;

    /** What the format allows. */
    public static final int DEFAULT_MAX_ARTEFACT_BYTES = ArtefactFormat.MAX_BYTES;

    /** By how much the lead grows at most, in milliseconds: whoever waits for a change must see it come. */
    static final long LONGEST_DELAY = 30_000;

    /** Half a second, in milliseconds. */
    public static final long DEFAULT_LEAD = 500;

    /** Ten seconds, in milliseconds. */
    public static final long DEFAULT_MIN_TRIAL = 10_000;

    public Governor {
        if (maxArtefactBytes < 1) {
            throw new IllegalArgumentException("maxArtefactBytes must be 1 or more, got " + maxArtefactBytes);
        }
        if (lead < 0) {
            throw new IllegalArgumentException("lead must be 0 or more, got " + lead);
        }
        if (minTrial < 0) {
            throw new IllegalArgumentException("minTrial must be 0 or more, got " + minTrial);
        }
    }

    /** With the default of {@code minTrial}. */
    public Governor(int maxArtefactBytes, long lead) {
        this(maxArtefactBytes, lead, DEFAULT_MIN_TRIAL);
    }

    /**
     * The same with a lead that covers how long it takes to make a step known. Where brokers elect leaders, say, a
     * commit takes seconds; a step that is known only after it took effect would find readings scored without it.
     *
     * @param slowest the slowest commit of late, in milliseconds
     */
    public Governor after(long slowest) {
        long longer = Math.min(lead / 2 + slowest, lead + LONGEST_DELAY);
        return lead == 0 || longer <= lead ? this : new Governor(maxArtefactBytes, longer, minTrial);
    }

    /**
     * Judges one command.
     *
     * @param known what is known of its model, its version and its upload
     * @param command the command
     * @param now the time of judgement, in epoch milliseconds
     */
    public Judgement judge(Known known, Command command, long now) {
        Optional<Governed> governed = known.governed();
        Optional<Refused> malformed = malformed(command);
        if (malformed.isPresent()) {
            return forgotten(governed, command, malformed.get());
        }
        Optional<Answer> earlier = governed.flatMap(state -> state.answerTo(command.requestId()));
        if (earlier.isPresent()) {
            return repeated(governed, command, earlier.get());
        }
        if (command instanceof UploadPart part) {
            return forgotten(governed, command, new Uploads(maxArtefactBytes).take(known, part));
        }
        if (command instanceof Publish publish) {
            if (publish.artefact().length > Upload.MAX_RECORD_BYTES) {
                return remembered(
                        governed,
                        command,
                        Refused.of(
                                RefusalReason.TOO_LARGE,
                                "artefact",
                                "the artefact has "
                                        + publish.artefact().length + " bytes, more than the " + Upload.MAX_RECORD_BYTES
                                        + " that one record may carry: upload it in parts"));
            }
            return publish(
                    known,
                    command,
                    new Admission.Offer(publish.id(), publish.version(), publish.artefact(), publish.newContract()),
                    1,
                    now);
        }
        if (command instanceof PublishUpload upload) {
            boolean isPublished = known.named()
                    .filter(version -> version.digest().equals(upload.artefactDigest()))
                    .isPresent();
            // what is uploaded once more is written once more
            if (isPublished && known.upload().sizes().isEmpty()) {
                return remembered(
                        governed,
                        command,
                        unretired(known, command)
                                .<Decision>map(refusal -> refusal)
                                .orElseGet(() -> new Accepted(false, Moves.named(command) + " is already published")));
            }
            return new Uploads(maxArtefactBytes)
                    .refusal(known, upload)
                    .map(refusal -> remembered(governed, command, refusal))
                    .orElseGet(() -> publish(
                            known,
                            command,
                            new Admission.Offer(
                                    upload.id(),
                                    upload.version(),
                                    known.assembled().get(),
                                    upload.newContract()),
                            upload.parts(),
                            now));
        }
        return unknown(known, command)
                .or(() -> conflict(governed.orElseThrow().timeline(), (Command.Based) command))
                .map(refusal -> remembered(governed, command, refusal))
                .orElseGet(() -> command instanceof Command.Move move
                        ? move(known, governed.orElseThrow(), move, now)
                        : retire(known, governed.orElseThrow(), (Retire) command, now));
    }

    /**
     * Looks whether the conditions of the latest challenger decide about it.
     *
     * @param governed the model
     * @param comparison of the latest step's challenger with its champion
     * @return the timeline with the decision as a step; empty while nothing is decided
     */
    public Optional<Timeline> decide(Governed governed, Comparison comparison, long now) {
        Timeline timeline = governed.timeline();
        Optional<Gate> gate = timeline.latest().flatMap(Step::challenger).flatMap(challenger -> challenger.gate());
        Gate.Verdict verdict =
                gate.map(conditions -> conditions.judge(comparison)).orElseGet(Gate.Verdict.Undecided::new);
        if (verdict instanceof Gate.Verdict.Passed passed) {
            if (now < timeline.latest().orElseThrow().effectiveFrom() + minTrial) {
                return Optional.empty();
            }
            return Optional.of(new Moves(lead).promoted(timeline, "promoted by its gate; " + passed.reason(), now));
        }
        return verdict instanceof Gate.Verdict.Failed failed
                ? Optional.of(Moves.withoutChallenger(timeline, "taken back by its gate: " + failed.reason(), now))
                : Optional.empty();
    }

    private Judgement publish(Known known, Command command, Admission.Offer offer, int parts, long now) {
        Optional<Governed> governed = known.governed();
        Admission admission = Admission.of(offer, maxArtefactBytes, governed.map(Governed::contract), known.named());
        if (admission instanceof Admission.Denied denied) {
            return remembered(governed, command, denied.refusal());
        }
        Admission.Granted granted = (Admission.Granted) admission;
        String version = Moves.named(command);
        if (known.named().isPresent()) {
            return again(known, command, parts);
        }
        Governed state = governed.map(model -> model.with(granted.contract()))
                .orElseGet(
                        () -> new Governed(command.id(), granted.contract(), Timeline.empty(command.id()), List.of()));
        return remembered(Optional.of(state), command, new Accepted(true, version + " is published"))
                .publishing(
                        new PublishedVersion(command.version(), granted.digest(), offer.artefact().length, parts, now));
    }

    /** Writes what is published already once more, for a models topic that somebody deleted, or took a record from. */
    private static Judgement again(Known known, Command command, int parts) {
        Judgement judgement = remembered(
                        known.governed(), command, new Accepted(false, Moves.named(command) + " is already published"))
                .publishing(known.named().orElseThrow().in(parts));
        return known.governed()
                .map(Governed::timeline)
                .filter(timeline -> timeline.latest().isPresent())
                .map(judgement::moving)
                .orElse(judgement);
    }

    private Judgement move(Known known, Governed governed, Command.Move command, long now) {
        Moves.Move move = new Moves(lead).of(governed.timeline(), command, known.compared(), now);
        if (move instanceof Moves.Moved moved) {
            return remembered(
                            Optional.of(governed.with(moved.timeline())), command, new Accepted(true, moved.message()))
                    .moving(moved.timeline());
        }
        return remembered(
                Optional.of(governed),
                command,
                move instanceof Moves.Same same ? new Accepted(false, same.message()) : ((Moves.Stays) move).refusal());
    }

    private static Judgement retire(Known known, Governed governed, Retire command, long now) {
        String version = Moves.named(command);
        List<Long> naming = governed.timeline()
                .serving()
                .filter(step -> step.versions().anyMatch(named -> named == command.version()))
                .map(Step::revision)
                .toList();
        if (!naming.isEmpty()) {
            return remembered(
                    Optional.of(governed),
                    command,
                    Refused.of(
                            RefusalReason.STILL_NAMED,
                            "version",
                            version + " is named by the steps " + naming
                                    + ", so readings may still ask for it: take them back first"));
        }
        return remembered(Optional.of(governed), command, new Accepted(true, version + " is retired"))
                .retiring(known.named().orElseThrow().retired(now));
    }

    private static Optional<Refused> unknown(Known known, Command command) {
        if (known.governed().isEmpty()) {
            return Optional.of(Refused.of(
                    RefusalReason.UNKNOWN_MODEL,
                    "modelId",
                    "no version of " + command.id() + " has been published: publish one first"));
        }
        if (known.named().isEmpty()) {
            return Optional.of(Refused.of(
                    RefusalReason.UNKNOWN_VERSION,
                    "version",
                    command.id() + " has no version " + command.version() + ": publish it first"));
        }
        return unretired(known, command);
    }

    private static Optional<Refused> unretired(Known known, Command command) {
        return known.named()
                .filter(version -> version.retiredAt().isPresent())
                .map(version -> Refused.of(
                        RefusalReason.RETIRED,
                        "version",
                        Moves.named(command) + " is retired: publish its model under a new version"));
    }

    private static Optional<Refused> conflict(Timeline timeline, Command.Based command) {
        long expected = command.expectedRevision().orElse(timeline.revision());
        return expected == timeline.revision()
                ? Optional.empty()
                : Optional.of(Refused.of(
                        RefusalReason.CONFLICT,
                        "expectedRevision",
                        "expected revision " + expected + " of "
                                + command.id() + ", but it is " + timeline.revision() + " with " + Moves.state(timeline)
                                + ": look again, then decide again"));
    }

    private static Optional<Refused> malformed(Command command) {
        int length = command.requestId().length();
        if (command.requestId().isBlank() || length > MAX_REQUEST_ID) {
            return Optional.of(Refused.of(
                    RefusalReason.BAD_REQUEST_ID,
                    "requestId",
                    "requestId must have 1 to " + MAX_REQUEST_ID + " characters and not be blank, got " + length));
        }
        if (command.version() < 1) {
            return Optional.of(Refused.of(
                    RefusalReason.BAD_VERSION, "version", "version must be 1 or more, got " + command.version()));
        }
        return Optional.empty();
    }

    private static Judgement repeated(Optional<Governed> governed, Command command, Answer earlier) {
        if (earlier.request().equals(command.inShort())) {
            return Judgement.of(earlier, governed);
        }
        return forgotten(
                governed,
                command,
                Refused.of(
                        RefusalReason.REQUEST_ID_REUSED,
                        "requestId",
                        "request " + command.requestId() + " was '" + earlier.request() + "', now it is '"
                                + command.inShort() + "': give every command a request id of its own"));
    }

    /** A judgement that changes nothing beyond the given state and the memory of answers. */
    private static Judgement remembered(Optional<Governed> governed, Command command, Decision decision) {
        Answer answer = answer(governed, command, decision);
        return Judgement.of(answer, governed.map(state -> state.with(answer)));
    }

    /** A judgement that leaves no trace. */
    private static Judgement forgotten(Optional<Governed> governed, Command command, Decision decision) {
        return Judgement.of(answer(governed, command, decision), governed);
    }

    private static Answer answer(Optional<Governed> governed, Command command, Decision decision) {
        Optional<Step> latest = governed.flatMap(state -> state.timeline().latest());
        long revision = governed.map(state -> state.timeline().revision()).orElse(0L);
        return new Answer(command.requestId(), command.inShort(), decision, latest, revision);
    }
}
