package io.elmstream.bench;

import io.elmstream.elm.Elm;
import java.util.Optional;

/** Finds ONNX Runtime, which only a build with the profile {@code jmh} has on its class path. */
final class OnnxRuntime {

    private OnnxRuntime() {}

    /**
     * A scorer of the model on one thread of ONNX Runtime, if that is there. Radial units have none: they are no
     * product and an activation.
     */
    static Optional<Scorer> scorer(Elm elm) {
        if (elm.units().columns() > elm.units().inputs()) {
            return Optional.empty();
        }
        try {
            Class<?> type = Class.forName(OnnxRuntime.class.getPackageName() + ".OnnxScorer");
            return Optional.of((Scorer) type.getDeclaredConstructor(Elm.class).newInstance(elm));
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("ONNX Runtime does not take the model", e);
        }
    }
}
