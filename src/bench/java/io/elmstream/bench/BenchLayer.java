package io.elmstream.bench;

import io.elmstream.elm.Activation;
import io.elmstream.elm.DirectHidden;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.FamilyHidden;
import io.elmstream.elm.HiddenLayer;
import io.elmstream.elm.MixedHidden;
import io.elmstream.elm.SeededHidden;
import io.elmstream.elm.UnitFamily;
import io.elmstream.elm.WeightGenerator;
import java.util.List;
import java.util.Locale;

/** The hidden layers that {@link KernelBench} measures; public for the classes that JMH generates. */
public enum BenchLayer {
    /** Units that see 2, 3 or 4 inputs, with direct links. */
    FEW_INPUTS {
        @Override
        HiddenLayer of(int inputs, int units, Activation activation) {
            UnitFamily family = new UnitFamily(List.of(2, 3, 4), List.of(2f));
            return new MixedHidden(
                    List.of(new FamilyHidden(inputs, units, activation, family, 1), new DirectHidden(inputs)));
        }
    },
    /** The generator splitmix-mixed-1, of which every fourth unit sees all inputs. */
    MIXED {
        @Override
        HiddenLayer of(int inputs, int units, Activation activation) {
            return new SeededHidden(inputs, units, activation, WeightGenerator.SPLITMIX_MIXED_1, 1);
        }
    },
    /** Units that see all inputs. */
    DENSE {
        @Override
        HiddenLayer of(int inputs, int units, Activation activation) {
            return new ExplicitHidden(
                    inputs, activation, KernelBench.values(inputs * units, 4), KernelBench.values(units, 5));
        }
    };

    abstract HiddenLayer of(int inputs, int units, Activation activation);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
