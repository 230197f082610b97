package io.elmstream.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Elm;
import io.elmstream.elm.ExplicitHidden;
import io.elmstream.elm.HiddenUnits;
import io.elmstream.elm.MissingValues;
import io.elmstream.elm.Provenance;
import io.elmstream.elm.Standardiser;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever model is let in, up to the bounds of its figures and shapes, each form gives probabilities, and those of the
 * reference as far as floats can: no further from them than {@link #errorBound} allows, which is 1e-5 for a model of
 * usual weights.
 */
class ExtremeModelsTest {

    /** Half the distance of 1 and the next float. */
    private static final double UNIT = 0x1p-24;

    private static final double SOFTMAX_ERROR = 1e-5;

    /**
     * How large a made-up model and its figures are.
     *
     * @param beta the largest output weight
     * @param spread by what part of it the output weights differ; where it is small, the outputs are large and nearly
     *     the same
     */
    record Extreme(
            int inputs,
            int units,
            int classes,
            Activation activation,
            float weight,
            float beta,
            double spread,
            double temperature,
            long seed) {

        Elm elm() {
            SplittableRandom random = new SplittableRandom(seed);
            float[] scales = new float[inputs];
            Arrays.fill(scales, 1);
            return new Elm(
                    IntStream.range(0, inputs).mapToObj(i -> "f" + i).toList(),
                    IntStream.range(0, classes).mapToObj(i -> "c" + i).toList(),
                    new Standardiser(new float[inputs], scales, MissingValues.MEAN),
                    new ExplicitHidden(
                            inputs, activation, values(random, units * inputs, weight), values(random, units, weight)),
                    outputWeights(random),
                    temperature,
                    new Provenance("", 0, 0, Provenance.Quality.UNKNOWN, "test"));
        }

        private float[] outputWeights(SplittableRandom random) {
            float[] values = new float[units * classes];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (beta * (1 - spread * random.nextDouble()));
            }
            return values;
        }

        /**
         * One usual row, one far out, one at the limit with a missing value; then usual ones past the width of a tile.
         */
        float[] rows() {
            SplittableRandom random = new SplittableRandom(seed + 1);
            int count = inputs > 1_000 || units > 1_000 ? 3 : 35;
            float[] rows = values(random, count * inputs, 2);
            for (int j = 0; j < inputs; j++) {
                rows[inputs + j] *= 1_000;
                rows[2 * inputs + j] = random.nextBoolean() ? Standardiser.LIMIT : -Float.MAX_VALUE;
            }
            rows[2 * inputs] = Float.NaN;
            return rows;
        }

        private static float[] values(SplittableRandom random, int count, float most) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) random.nextDouble(-most, most);
            }
            return values;
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void shouldGiveTheProbabilitiesOfTheReference(@ForAll("extremes") Extreme extreme) {
        agrees(extreme);
    }

    @Example
    void shouldGiveProbabilitiesWhereLargeOutputsTakeOneAnotherAway() {
        for (long seed = 0; seed < 20; seed++) {
            agrees(new Extreme(1, 200, 2, Activation.RELU, 1_000, 700, 1e-6, 0.01, seed));
        }
    }

    @Example
    void shouldGiveProbabilitiesWithManyUnitsAndManyInputs() {
        for (Activation activation : Activation.values()) {
            agrees(new Extreme(1, 100_000, 2, activation, 10, 1_000, 1e-6, 1e-6, 1));
            agrees(new Extreme(65_535, 33, 3, activation, 1e6f, 1e6f, 2, 1e-6, 2));
            agrees(new Extreme(65_535, 5, 2, activation, 0.01f, 1, 2, 1, 3));
        }
    }

    private static void agrees(Extreme extreme) {
        // Given
        Elm elm = extreme.elm();
        float[] rows = extreme.rows();
        int count = rows.length / extreme.inputs();
        int classes = extreme.classes();
        float[] scored = new float[count * classes];

        Stream.of(new PlainForwardPass(), ForwardPass.fastest()).forEach(form -> {
            // When
            form.score(PackedModel.pack(elm), rows, count, new Workspace(), scored);

            // Then
            for (int r = 0; r < count; r++) {
                float[] row = Arrays.copyOfRange(rows, r * extreme.inputs(), (r + 1) * extreme.inputs());
                double[] reference = elm.probabilities(row);
                double bound = errorBound(elm, row);
                assertThat(Probabilities.areSound(scored, r * classes, classes))
                        .as("%s, row %s of %s", form, r, extreme)
                        .isTrue();
                for (int c = 0; c < classes; c++) {
                    assertThat(Math.abs(scored[r * classes + c] - reference[c]))
                            .as("%s, row %s of %s", form, r, extreme)
                            .isLessThanOrEqualTo(bound);
                }
            }
        });
    }

    /**
     * How far a probability in floats may be off: an error of o in an output makes a factor of up to {@code e^(4 o /
     * temperature)}, and the outputs' errors follow from those of the sums, each at most its length times {@link #UNIT}
     * of the sum of its absolute terms (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1).
     */
    private static double errorBound(Elm elm, float[] row) {
        HiddenUnits hidden = elm.units();
        int inputs = hidden.inputs();
        int classes = elm.labels().size();
        float[] weights = hidden.matrix();
        float[] biases = hidden.biases();
        float[] beta = elm.beta();
        double[] z = new double[inputs];
        elm.standardiser().apply(row, z);
        double[] errors = new double[classes];
        double chunks = hidden.count() / 64.0;
        double inSum = (68 + 8) * UNIT + chunks * chunks * UNIT * UNIT;
        for (int u = 0; u < hidden.count(); u++) {
            double sum = biases[u];
            double size = Math.abs(biases[u]);
            for (int j = 0; j < inputs; j++) {
                sum += weights[u * inputs + j] * z[j];
                size += Math.abs(weights[u * inputs + j] * z[j]);
            }
            double off = (inputs + 8) * UNIT * size;
            Activation activation = hidden.activation(u);
            double h = activation.apply(sum);
            boolean unbounded = activation == Activation.RELU || activation == Activation.LINEAR;
            double hOff = unbounded ? off : Math.min(off, 2) + 5e-7;
            for (int c = 0; c < classes; c++) {
                errors[c] += Math.abs(beta[u * classes + c]) * (hOff + inSum * (Math.abs(h) + hOff + 1));
            }
        }
        double largest = Arrays.stream(errors).max().orElseThrow();
        return SOFTMAX_ERROR + Math.expm1(Math.min(100, 4 * largest / elm.temperature()));
    }

    @Provide
    Arbitrary<Extreme> extremes() {
        Arbitrary<int[]> shapes = Arbitraries.frequencyOf(
                Tuple.of(
                        30,
                        Combinators.combine(
                                        Arbitraries.of(1, 2, 5, 16, 17), Arbitraries.of(1, 2, 15, 16, 17, 64, 200, 321))
                                .as((inputs, units) -> new int[] {inputs, units})),
                Tuple.of(1, Arbitraries.of(new int[] {1, 20_000}, new int[] {20_000, 1}, new int[] {3_000, 17})));
        return Combinators.combine(
                        shapes,
                        Arbitraries.of(2, 3, 5, 16, 17, 33),
                        Arbitraries.of(Activation.class),
                        powersOfTen(-3, 6),
                        powersOfTen(-3, 6),
                        Arbitraries.of(2.0, 1e-3, 1e-6),
                        powersOfTen(-6, 6),
                        Arbitraries.longs())
                .as((shape, classes, activation, weight, beta, spread, temperature, seed) -> new Extreme(
                        shape[0],
                        shape[1],
                        classes,
                        activation,
                        weight.floatValue(),
                        beta.floatValue(),
                        spread,
                        temperature,
                        seed));
    }

    private static Arbitrary<Double> powersOfTen(int from, int to) {
        return Arbitraries.integers().between(from, to).map(exponent -> Double.parseDouble("1e" + exponent));
    }
}
