package io.elmstream.governor;

import io.elmstream.governor.Admission.Denied;
import io.elmstream.governor.Admission.Granted;
import io.elmstream.governor.Admission.Offer;
import io.elmstream.governor.Decision.Refused;
import io.elmstream.model.Contract;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rules.CompiledRules;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleFault;
import io.elmstream.rules.RuleSet;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides whether to accept a rule set. Its conditions must compile, name features and labels of the model that it
 * judges, and give what its examples expect.
 */
final class RuleAdmission {

    /** The faults that an answer tells; the others are counted. */
    private static final int TOLD = 3;

    private RuleAdmission() {}

    static Admission.Verdict judge(Offer offer, CommandContext known, boolean enabled) {
        if (!RuleSetFormat.recognizes(offer.artefact())) {
            return Admission.denied(
                    RefusalReason.BAD_MODEL_ID,
                    "modelId",
                    "the id " + offer.id() + " is reserved for the rule sets of "
                            + offer.id().ruled().orElseThrow() + ", and the artefact is none: choose an id that does"
                            + " not end with .rules");
        }
        if (!enabled) {
            return Admission.denied(
                    RefusalReason.RULES_OFF,
                    "artefact",
                    "rule sets are not enabled: set rules.enabled to true on all instances, and restart them");
        }
        try {
            RuleSet rules = RuleSetFormat.read(offer.artefact());
            Optional<Refused> misnamed = Admission.misnamed(offer, key(rules), known.named());
            if (misnamed.isPresent()) {
                return new Denied(misnamed.get());
            }
            if (known.ruled().isEmpty()) {
                return Admission.denied(
                        RefusalReason.UNKNOWN_MODEL,
                        "modelId",
                        "no version of " + rules.modelId() + " has been published, which this rule set is for: publish"
                                + " one first");
            }
            CompiledRules compiled = new RuleCompiler().compile(rules);
            Contract contract = known.ruled().get();
            List<RuleFault> faults = compiled.check(contract.featureNames(), contract.labels());
            return faults.isEmpty()
                    ? new Granted(offer.digest(), named(compiled, known), compiled.notes())
                    : invalid(faults);
        } catch (RuleSetException e) {
            return invalid(e.faults());
        }
    }

    /** Returns the features and labels that the model's rule sets name: any of them may be in force later. */
    private static Contract named(CompiledRules compiled, CommandContext known) {
        Contract names = compiled.names();
        return known.governed().map(state -> state.contract().and(names)).orElse(names);
    }

    private static VersionKey key(RuleSet rules) throws RuleSetException {
        try {
            return new VersionKey(new ModelId(rules.modelId()).rules(), rules.version());
        } catch (IllegalArgumentException e) {
            throw new RuleSetException(List.of(new RuleFault("model", String.valueOf(e.getMessage()))));
        }
    }

    private static Denied invalid(List<RuleFault> faults) {
        String told = faults.stream().limit(TOLD).map(RuleFault::toString).collect(Collectors.joining("; "));
        int more = faults.size() - TOLD;
        return Admission.denied(
                RefusalReason.INVALID_RULES, "artefact", more > 0 ? told + "; and " + more + " more" : told);
    }
}
