package io.elmstream.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.rules.RandomConditions.Spelled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** CEL's own runtime is the oracle: random conditions hold for the same random rows. */
class CelAgreementTest {

    private static final long SEED = 20_261_126;
    private static final int CONDITIONS = 2_000;
    private static final int ROWS = 50;
    private static final float[] VALUES = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        -0.0f,
        0.0f,
        1.0f,
        0.5f,
        0.1f,
        80.0f,
        -3.25f,
        7.0f,
        Float.MAX_VALUE,
        Float.MIN_VALUE,
        16_777_216.0f
    };

    private final Random random = new Random(SEED);
    private final CelOracle oracle = new CelOracle();
    private final RuleCompiler compiler = new RuleCompiler();

    @Test
    void shouldHoldWhereCelSaysSo() throws Exception {
        // Given
        RandomConditions conditions = new RandomConditions(random);
        int compiled = 0;
        int held = 0;
        int attempts = 0;
        while (compiled < CONDITIONS) {
            Spelled condition = conditions.condition(1 + random.nextInt(++attempts % 10 == 0 ? 150 : 20));
            Optional<CompiledRules> written = compile(condition.written());
            if (written.isPresent()) {
                compiled++;
                BoundRules rules = written.get().bind("boiler", RandomConditions.FEATURES, RandomConditions.LABELS);
                String notes = written.get().notes().toString();
                CelOracle.Program program = oracle.compile(condition.oracle());
                for (int row = 0; row < ROWS; row++) {
                    // When
                    Row each = new Row();
                    boolean holds = rules.fired(each.input) == 1;

                    // Then
                    assertThat(holds)
                            .describedAs("%s for %s", condition.written(), each.variables)
                            .isEqualTo(program.holds(each.variables));
                    assertThat(notes).doesNotContain("is always " + !holds);
                    held += holds ? 1 : 0;
                }
            }
        }
        assertThat(held).isBetween(CONDITIONS * ROWS / 5, CONDITIONS * ROWS * 4 / 5);
        assertThat(compiled).isGreaterThan(attempts * 2 / 3);
    }

    /** Returns nothing if the condition has too many nodes, calculates too far, or divides by zero. */
    private Optional<CompiledRules> compile(String condition) {
        try {
            return Optional.of(compiler.compile(Conditions.set(condition)));
        } catch (RuleSetException e) {
            assertThat(e.faults())
                    .allSatisfy(each -> assertThat(each.message())
                            .containsAnyOf("the limit is", "whole numbers end at", "divides by zero"));
            return Optional.empty();
        }
    }

    /** A random row, for both. */
    private final class Row {

        final RuleInput input = new RuleInput();
        final Map<String, Object> variables = new HashMap<>();

        Row() {
            int offset = random.nextInt(3);
            float[] values = new float[offset + RandomConditions.FEATURES.size()];
            Map<String, Double> features = new HashMap<>();
            for (int i = 0; i < RandomConditions.FEATURES.size(); i++) {
                values[offset + i] = value();
                features.put(RandomConditions.FEATURES.get(i), (double) values[offset + i]);
            }
            variables.put("features", features);
            variables.put("temperature", features.get("temperature"));
            variables.put("p", features.get("p"));
            input.row(values, offset);

            int label = random.nextInt(RandomConditions.LABELS.size() + 1) - 1;
            variables.put("label", label < 0 ? "" : RandomConditions.LABELS.get(label));
            input.label(label);
            variables.put("model", "boiler");

            float confidence = random.nextInt(5) == 0 ? 0.5f : random.nextFloat();
            float margin = confidence * random.nextFloat();
            variables.put("confidence", (double) confidence);
            variables.put("margin", (double) margin);
            input.scores(confidence, margin);
            float outOfRange = random.nextFloat();
            variables.put("outOfRange", (double) outOfRange);
            input.outOfRange(outOfRange);

            boolean abstained = random.nextBoolean();
            variables.put("abstained", abstained);
            input.abstained(abstained);

            int version = random.nextInt(4) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(9);
            variables.put("version", (long) version);
            input.version(version);

            String sensor = one(RandomConditions.TEXTS);
            variables.put("sensor", sensor);
            input.sensor(sensor.getBytes(UTF_8));

            String previous = one(RandomConditions.TEXTS);
            double held = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 100;
            variables.put("previous", previous);
            variables.put("held", held);
            input.previous(previous, held);
        }

        private float value() {
            return random.nextInt(3) == 0
                    ? (float) (random.nextGaussian() * 100)
                    : VALUES[random.nextInt(VALUES.length)];
        }

        private String one(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}
