package io.elmstream.kernel;

import java.lang.reflect.InvocationTargetException;

/**
 * Scores a micro-batch with one model. Implementations are stateless and may be shared by all threads; workspaces may
 * not.
 */
public interface ForwardPass {

    /** A system property that tests set to true to select {@link PlainForwardPass}. */
    String FORCE_PLAIN = "elmstream.kernel.plain";

    /**
     * Computes the class probabilities of {@code count} rows. A row's probabilities depend on the model and the row
     * alone, to the bit.
     *
     * @param model the packed model
     * @param rows row-major count x inputs, the features as read; NaN means missing, an infinite one is clipped at
     *     {@link io.elmstream.elm.Standardiser#LIMIT}
     * @param count the number of rows, 0 or more
     * @param workspace of the caller; grows if necessary, otherwise nothing is allocated
     * @param probabilities receives the result, row-major count x classes; may be longer
     * @throws IndexOutOfBoundsException if an array is too short
     */
    void score(PackedModel model, float[] rows, int count, Workspace workspace, float[] probabilities);

    /** {@return the fastest form that this JVM can run} */
    static ForwardPass fastest() {
        return choice().pass();
    }

    /** {@return the fastest form that this JVM can run, and why; the same for every call} */
    static Choice choice() {
        return Choice.make();
    }

    /**
     * A form and why it was chosen.
     *
     * @param pass the form
     * @param reason a line of text; if other JVM options would allow a faster form, it names them
     */
    public record Choice(ForwardPass pass, String reason) {

        private static final String VECTORS = "jdk.incubator.vector";

        private static Choice make() {
            if (Boolean.getBoolean(FORCE_PLAIN)) {
                return plain("the system property " + FORCE_PLAIN + " asks for it");
            }
            if (ModuleLayer.boot().findModule(VECTORS).isEmpty()) {
                return plain("the module " + VECTORS + " is missing: start java with --add-modules " + VECTORS);
            }
            String compiler = System.getProperty("java.vm.info", "");
            if (compiler.contains("interpreted") || compiler.contains("emulated-client")) {
                return plain("the JVM runs without its C2 compiler: leave out -Xint and -XX:TieredStopAtLevel");
            }
            try {
                // by name, because the class cannot be loaded without the module
                ForwardPass simd = Class.forName(ForwardPass.class.getPackageName() + ".SimdForwardPass")
                        .asSubclass(ForwardPass.class)
                        .getDeclaredConstructor()
                        .newInstance();
                return new Choice(simd, simd + " by the module " + VECTORS);
            } catch (InvocationTargetException e) {
                return plain(String.valueOf(e.getTargetException().getMessage()));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the vector form cannot be loaded", e);
            }
        }

        private static Choice plain(String reason) {
            return new Choice(new PlainForwardPass(), "plain Java: " + reason);
        }
    }
}
