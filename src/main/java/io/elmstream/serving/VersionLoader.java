package io.elmstream.serving;

import io.elmstream.elm.TrainingProfile;
import io.elmstream.elm.Trust;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.Contract;
import io.elmstream.model.Probes;
import io.elmstream.model.VersionKey;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a version ready to serve: reads the artefact, packs it, scores its golden probes with the serving kernel, and
 * warms up that kernel.
 */
public final class VersionLoader {

    /** The result of loading. */
    sealed interface Result {}

    record Loaded(PackedClassifier packed, Contract contract, Optional<Trust> trust, Optional<TrainingProfile> profile)
            implements Result {}

    record Unusable(String reason) implements Result {}

    /** It could not be loaded now; the cause may be temporary. */
    record Hindered(String reason) implements Result {}

    private static final int WARM_UP_ROUNDS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);

    private final ForwardPass forwardPass;
    private final Rounding rounding;
    /** A version may be loaded many times for late readings. */
    private final Set<VersionKey> warned = ConcurrentHashMap.newKeySet();

    public VersionLoader(ForwardPass forwardPass) {
        this(forwardPass, Rounding.NONE);
    }

    /** @param rounding of the readings; a step for a feature that a version does not have is logged */
    public VersionLoader(ForwardPass forwardPass, Rounding rounding) {
        this.forwardPass = forwardPass;
        this.rounding = rounding;
    }

    /** Loads a version that is to serve, and warms up the kernel with it. */
    Result load(VersionKey key, byte[] bytes) {
        return load(key, bytes, WARM_UP_ROUNDS);
    }

    /** Loads a version that no longer serves, for late readings; the kernel is already warm. */
    Result loadLate(VersionKey key, byte[] bytes) {
        return load(key, bytes, 0);
    }

    private Result load(VersionKey key, byte[] bytes, int warmUpRounds) {
        try {
            Artefact artefact = ArtefactFormat.read(bytes);
            if (!artefact.key().equals(key)) {
                return new Unusable("the artefact contains " + artefact.key());
            }
            return check(artefact, warmUpRounds);
        } catch (ArtefactException e) {
            return new Unusable(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // whatever a version does to the kernel, the last good one continues to serve
            return new Unusable(e.toString());
        }
    }

    private Result check(Artefact artefact, int warmUpRounds) {
        PackedClassifier packed = PackedClassifier.pack(artefact.classifier());
        Probes probes = artefact.probes();
        Workspace workspace = new Workspace();
        double deviation = probes.largestDeviation(packed, forwardPass, workspace);
        if (deviation > Probes.TOLERANCE) {
            return new Unusable(
                    "the kernel differs from the golden probes by " + deviation + ", more than " + Probes.TOLERANCE);
        }
        for (int round = 0; round < warmUpRounds; round++) {
            probes.largestDeviation(packed, forwardPass, workspace);
        }
        rounding.warning(artefact.key(), artefact.classifier().featureNames())
                .filter(warning -> warned.add(artefact.key()))
                .ifPresent(LOG::warn);
        return new Loaded(packed, Contract.of(artefact.classifier()), artefact.trust(), artefact.profile());
    }
}
