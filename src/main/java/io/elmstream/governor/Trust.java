package io.elmstream.governor;

import java.util.List;
import java.util.Optional;

/**
 * Whom the governor believes.
 *
 * @param operators whose commands it takes
 * @param instances whose reports it takes
 */
public record Trust(TrustedKeys operators, TrustedKeys instances) {

    /** Where nothing needs a signature. */
    public static final Trust EVERYBODY = new Trust(
            new TrustedKeys(SignatureScope.commands("", ""), List.of()),
            new TrustedKeys(SignatureScope.reports("", ""), List.of()));

    /**
     * Why gates decide nothing; empty if they do. Where commands must be signed, a figure that anybody can make up must
     * not do what only a trusted key may.
     */
    public Optional<String> gatesStandStill() {
        return !operators.takeEverybodys() && instances.takeEverybodys()
                ? Optional.of("commands must be signed here and reports need not be, so gates decide nothing:"
                        + " set instance.key and governor.instance.keys on all instances")
                : Optional.empty();
    }
}
