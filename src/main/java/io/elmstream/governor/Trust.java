package io.elmstream.governor;

import java.util.List;
import java.util.Optional;

/**
 * The keys that the governor trusts.
 *
 * @param operators whose commands are accepted
 * @param instances whose reports are accepted
 */
public record Trust(TrustedKeys operators, TrustedKeys instances) {

    /** Requires no signatures. */
    public static final Trust EVERYBODY = new Trust(
            new TrustedKeys(SignatureScope.commands("", ""), List.of()),
            new TrustedKeys(SignatureScope.reports("", ""), List.of()));

    /**
     * Returns why gates cannot decide; empty if they can. If commands must be signed, figures that anyone can forge
     * must not do what only a trusted key may.
     */
    public Optional<String> gatesStandStill() {
        return !operators.takeEverybodys() && instances.takeEverybodys()
                ? Optional.of("commands must be signed here and reports need not be, so gates decide nothing:"
                        + " set instance.key and governor.instance.keys on all instances")
                : Optional.empty();
    }
}
