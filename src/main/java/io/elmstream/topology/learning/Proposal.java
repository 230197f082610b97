package io.elmstream.topology.learning;

import io.elmstream.elm.Abstention;
import io.elmstream.elm.Elm;
import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.Trust;
import io.elmstream.governor.Command;
import io.elmstream.governor.Publication;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.PlainForwardPass;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.Probes;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Gate;
import io.elmstream.topology.Names;
import io.elmstream.training.Forgetting;
import io.elmstream.training.OnlineLearner;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A version of the learner, with the commands that publish it and try it. */
record Proposal(Artefact artefact, byte[] file, boolean newContract) {

    /** The conditions of a version where the model has none: not less accurate on 500 labelled readings. */
    static final Gate GATE = new Gate(500, OptionalDouble.of(0), OptionalDouble.empty(), 0);

    /**
     * Makes a version of what the learner serves with.
     *
     * @throws IllegalArgumentException if its file would be larger than any that the governor takes
     */
    static Proposal of(ModelId id, int version, LearntRows rows, Artefact champion) {
        OnlineLearner learner = rows.learner();
        Elm elm = learner.elm(String.format(
                Locale.ROOT,
                "the last %,d rows, each before it was learnt; forgetting: %s; %s; learnt beside version %d",
                learner.recent().rows(),
                learner.serving().map(Forgetting::description).orElse("none"),
                rows.span(),
                champion.version()));
        boolean sameClasses = elm.labels().equals(champion.elm().labels());
        Trust measured = learner.trust();
        Abstention abstention = champion.trust()
                .filter(trust -> sameClasses)
                .map(Trust::abstention)
                .orElse(measured.abstention());
        Trust trust = new Trust(abstention, measured.sets(), measured.range());
        // shortly after a restart, the rows that the champion expects are as good a guess as any
        Optional<TrainingProfile> profile =
                learner.profile().or(() -> champion.profile().filter(expected -> sameClasses));
        Artefact artefact = new Artefact(id, version, elm, rows.probes(elm), Optional.of(trust), profile);
        return new Proposal(artefact, ArtefactFormat.write(artefact), !sameClasses);
    }

    /** Returns why no instance would serve it; empty if one would. */
    Optional<String> fault() {
        double deviation = artefact.probes()
                .largestDeviation(PackedClassifier.pack(artefact.elm()), new PlainForwardPass(), new Workspace());
        return deviation <= Probes.TOLERANCE
                ? Optional.empty()
                : Optional.of("the weights are too large for the precision of the kernel, which differs by " + deviation
                        + ": set a larger learn.ridge");
    }

    /**
     * Returns the commands: to publish it, in parts if it is large, and to try it.
     *
     * @param now in epoch milliseconds
     */
    Stream<Command> commands(KnownModel known, long now) {
        VersionKey key = artefact.key();
        AtomicInteger number = new AtomicInteger();
        Supplier<String> ids = () -> requestId(key.version(), "part-" + number.incrementAndGet(), now);
        return Stream.concat(
                new Publication(key, file, newContract).commands(ids),
                Stream.of(new Command.Challenge(
                        requestId(key.version(), "try", now),
                        key.modelId(),
                        known.learning().challenger(key.version(), GATE),
                        OptionalLong.of(known.timeline().revision()))));
    }

    /** Returns the id of a command about a version of a model. */
    static String requestId(int version, String what, long now) {
        return Names.LEARNER_REQUEST + version + "-" + what + "-" + now;
    }
}
