package io.elmstream.governor;

import io.elmstream.governor.Command.Activate;
import io.elmstream.governor.Command.Challenge;
import io.elmstream.governor.Command.Learn;
import io.elmstream.governor.Command.Promote;
import io.elmstream.governor.Command.Publish;
import io.elmstream.governor.Command.PublishUpload;
import io.elmstream.governor.Command.Retire;
import io.elmstream.governor.Command.Rollback;
import io.elmstream.governor.Command.UploadPart;
import io.elmstream.governor.Decision.Accepted;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges a command that is well formed and was not answered before.
 *
 * @param admission decides about artefacts
 * @param moves applies commands to a timeline
 * @param known the state of the command's model, its version and its upload
 * @param now the time of judgement, in epoch milliseconds
 */
record CommandJudge(Admission admission, Moves moves, CommandContext known, long now)
        implements Command.Visitor<Judgement> {

    @Override
    public Judgement uploadPart(UploadPart command) {
        Decision decision = new Uploads(admission.maxBytes()).take(known, command);
        Judgement judgement = Judgement.forgotten(known.governed(), command, decision);
        return decision instanceof Accepted && !known.isRetired()
                ? judgement.with(new Effect.Keep(command))
                : judgement;
    }

    @Override
    public Judgement publish(Publish command) {
        if (command.artefact().length > Upload.MAX_RECORD_BYTES) {
            return refused(
                    command,
                    Refused.of(
                            RefusalReason.TOO_LARGE,
                            "artefact",
                            "the artefact has "
                                    + command.artefact().length + " bytes, more than the " + Upload.MAX_RECORD_BYTES
                                    + " that fit into one record: upload it in parts"));
        }
        return admit(
                command,
                new Admission.Offer(command.id(), command.version(), command.artefact(), command.newContract()),
                1);
    }

    @Override
    public Judgement publishUpload(PublishUpload command) {
        boolean isPublished = known.named()
                .filter(version -> version.digest().equals(command.artefactDigest()))
                .isPresent();
        // what is uploaded again is published again
        if (isPublished && known.upload().sizes().isEmpty()) {
            return unretired(command)
                    .map(refusal -> refused(command, refusal))
                    .orElseGet(() -> Judgement.remembered(known.governed(), command, alreadyPublished(command)));
        }
        return new Uploads(admission.maxBytes())
                .refusal(known, command)
                .map(refusal -> refused(command, refusal))
                .orElseGet(() -> admit(
                        command,
                        new Admission.Offer(
                                command.id(),
                                command.version(),
                                known.assembled().get(),
                                command.newContract()),
                        command.parts()));
    }

    @Override
    public Judgement activate(Activate command) {
        return move(command, timeline -> moves.activate(timeline, command, now));
    }

    @Override
    public Judgement challenge(Challenge command) {
        return move(command, timeline -> moves.challenge(timeline, command, now));
    }

    @Override
    public Judgement promote(Promote command) {
        return move(command, timeline -> moves.promote(timeline, command, known.compared(), now));
    }

    @Override
    public Judgement rollback(Rollback command) {
        return move(command, timeline -> moves.rollBack(timeline, command, known.compared(), now));
    }

    @Override
    public Judgement retire(Retire command) {
        return based(command, governed -> {
            String version = Moves.named(command);
            List<Long> naming = governed.timeline()
                    .serving()
                    .filter(step -> step.versions().anyMatch(named -> named == command.version()))
                    .map(Step::revision)
                    .toList();
            if (!naming.isEmpty()) {
                return refused(
                        command,
                        Refused.of(
                                RefusalReason.STILL_NAMED,
                                "version",
                                version + " is named by the steps " + naming
                                        + ", so readings may still need it: roll them back first"));
            }
            return Judgement.remembered(known.governed(), command, new Accepted(true, version + " is retired"))
                    .with(new Effect.Retire(known.named().orElseThrow().retired(now)));
        });
    }

    @Override
    public Judgement learn(Learn command) {
        if (command.id().ruled().isPresent()) {
            return refused(
                    command,
                    Refused.of(
                            RefusalReason.CANNOT_LEARN,
                            "modelId",
                            command.id() + " are rule sets, which do not learn: name the model"));
        }
        return based(command, governed -> {
            if (governed.timeline().latest().isEmpty()) {
                return refused(
                        command,
                        Refused.of(
                                RefusalReason.NO_CHAMPION,
                                "modelId",
                                command.id() + " has no champion to learn from: activate a version first"));
            }
            String learning = "learning of " + command.id() + " is ";
            if (governed.learning().equals(command.learning())) {
                return Judgement.remembered(
                        known.governed(), command, new Accepted(false, learning + "already " + command.learning()));
            }
            return Judgement.remembered(
                            Optional.of(governed.with(command.learning())),
                            command,
                            new Accepted(true, learning + command.learning()))
                    .with(new Effect.Learn(command.learning()));
        });
    }

    private Judgement admit(Command command, Admission.Offer offer, int parts) {
        Optional<GovernedState> governed = known.governed();
        Admission.Verdict verdict = admission.judge(offer, known);
        if (verdict instanceof Admission.Denied denied) {
            return refused(command, denied.refusal());
        }
        if (known.named().isPresent()) {
            return again(command, known.named().get().in(parts));
        }
        Admission.Granted granted = (Admission.Granted) verdict;
        GovernedState state = governed.map(model -> model.with(granted.contract()))
                .orElseGet(() -> new GovernedState(
                        command.id(), granted.contract(), Moves.beginning(command.id(), now), List.of()));
        PublishedVersion version =
                new PublishedVersion(command.version(), granted.digest(), offer.artefact().length, parts, now);
        return Judgement.remembered(
                        Optional.of(state), command, new Accepted(true, published(command, granted.notes())))
                .with(
                        state.timeline().steps().isEmpty() || governed.isPresent()
                                ? new Effect.Publish(version)
                                : new Effect.Restore(version, state.timeline(), state.learning()));
    }

    /** Publishes a version again, for a models topic that was deleted or lost a record. */
    private Judgement again(Command command, PublishedVersion version) {
        Effect effect = known.governed()
                .filter(state -> state.timeline().latest().isPresent())
                .<Effect>map(state -> new Effect.Restore(version, state.timeline(), state.learning()))
                .orElseGet(() -> new Effect.Publish(version));
        return Judgement.remembered(known.governed(), command, alreadyPublished(command))
                .with(effect);
    }

    private Judgement move(Command.Move command, Function<Timeline, Moves.Move> make) {
        return based(command, governed -> {
            Moves.Move move = make.apply(governed.timeline());
            return move instanceof Moves.Moved moved
                    ? Judgement.remembered(Optional.of(governed.with(moved.timeline())), command, moved.decision())
                            .with(new Effect.Move(moved.timeline()))
                    : Judgement.remembered(known.governed(), command, move.decision());
        });
    }

    /** Judges further if the command names a usable version and the timeline in force. */
    private Judgement based(Command.Based command, Function<GovernedState, Judgement> judge) {
        return unknown(command)
                .or(() -> conflict(command))
                .map(refusal -> refused(command, refusal))
                .orElseGet(() -> judge.apply(known.governed().orElseThrow()));
    }

    private Optional<Refused> unknown(Command command) {
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
        return unretired(command);
    }

    private Optional<Refused> unretired(Command command) {
        return known.named()
                .filter(version -> version.retiredAt().isPresent())
                .map(version -> Refused.of(
                        RefusalReason.RETIRED,
                        "version",
                        Moves.named(command) + " is retired: publish it under a new version"));
    }

    private Optional<Refused> conflict(Command.Based command) {
        Timeline timeline = known.governed().orElseThrow().timeline();
        long expected = command.expectedRevision().orElse(timeline.revision());
        return expected == timeline.revision()
                ? Optional.empty()
                : Optional.of(Refused.of(
                        RefusalReason.CONFLICT,
                        "expectedRevision",
                        "expected revision " + expected + " of "
                                + command.id() + ", but it is " + timeline.revision() + " with " + Moves.state(timeline)
                                + ": check the timeline before you send the command again"));
    }

    private Judgement refused(Command command, Refused refusal) {
        return Judgement.remembered(known.governed(), command, refusal);
    }

    private static String published(Command command, List<String> notes) {
        String published = Moves.named(command) + " is published";
        return notes.isEmpty() ? published : published + "; " + String.join("; ", notes);
    }

    private static Accepted alreadyPublished(Command command) {
        return new Accepted(false, Moves.named(command) + " is already published");
    }
}
