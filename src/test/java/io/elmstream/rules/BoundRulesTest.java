package io.elmstream.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.support.Allocation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundRulesTest {

    private static final List<String> FEATURES = List.of("temperature", "pressure");
    private static final List<String> LABELS = List.of("High", "Low", "Rad.Flow");

    private final RuleInput input = new RuleInput();

    @Test
    void shouldTellWhatARuleSetDoes() throws Exception {
        // Given
        BoundRules rules =
                new RuleCompiler().compile(RuleSetFormatTest.shuttle()).bind("shuttle", FEATURES, LABELS);
        input.row(new float[] {0, 0, 90, 1}, 2);
        input.label(2);
        input.scores(0.45f, 0.3f);
        input.sensor("pump-7".getBytes(UTF_8));

        // When
        long fired = rules.fired(input);

        // Then
        assertThat(rules.count()).isEqualTo(6);
        assertThat(fired).isEqualTo(0b110011);
        assertThat(rules.rule(rules.labelRule(fired)).name()).isEqualTo("hot-and-unsure");
        assertThat(rules.abstains(fired)).isTrue();
        assertThat(rules.suppresses(fired)).isTrue();
        assertThat(rules.alerts()).isEqualTo(0b001111);
        assertThat(rules.usesMemory()).isFalse();
        assertThat(rules.missing()).isEmpty();
        assertThat(rules.labelRule(0)).isEqualTo(-1);
        assertThat(rules.abstains(0b1)).isFalse();
        assertThat(rules.suppresses(0b1)).isFalse();
    }

    @Test
    void shouldClearByTheConditionOfItsOwn() throws Exception {
        // Given: overheated is raised above 80 and cleared below 70
        BoundRules rules =
                new RuleCompiler().compile(RuleSetFormatTest.shuttle()).bind("shuttle", FEATURES, LABELS);

        // Then
        assertThat(clears(rules, 69)).isEqualTo(0b10);
        assertThat(clears(rules, 70)).isZero();
        assertThat(clears(rules, 90)).isZero();
        assertThat(clears(rules, Float.NaN)).isZero();
    }

    @Test
    void shouldTakeAFeatureThatTheVersionLacksAsMissing() throws Exception {
        // Given
        BoundRules rules = bound(
                "temperature > 80 || speed > 1",
                "speed < 1",
                "speed != 1.0",
                "!(speed == speed)",
                "features['a b'] > 1");
        input.row(new float[] {90, 1}, 0);

        // Then
        assertThat(rules.missing()).containsExactly("a b", "speed");
        assertThat(rules.fired(input)).isEqualTo(0b01101);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "temperature > 80; true",
                "temperature >= 80.5; true",
                "temperature > 80.5; false",
                "temperature <= 80.5; true",
                "80.5 <= temperature; true",
                "80.5 < temperature; false",
                "temperature < 80.5; false",
                "temperature == 80.5; true",
                "temperature != 80.5; false",
                "temperature in [1.0, 80.5]; true",
                "pressure < 1 || pressure > 1 || pressure == 1.0; false",
                "pressure != 1.0 && pressure != pressure; true",
                "!(pressure >= 0); true",
                "pressure in [1.0]; false",
                "label == 'Low'; true",
                "label != 'Low'; false",
                "label == 'none of them'; false",
                "label != 'none of them'; true",
                "label in ['High', 'Low']; true",
                "label == previous; false",
                "previous == 'High' && held == 12.5; true",
                "previous in ['Low', 'High']; true",
                "model == 'boiler'; true",
                "model == 'shuttle'; false",
                "sensor == 'pümp'; true",
                "sensor in ['a', 'b']; false",
                "version == 7 && version % 4 == 3 && version / 2 == 3 && -version / 2 == -3; true",
                "version > 6.5; true",
                "abstained == true; true",
                "abstained ? confidence == 0.75 : true; true",
                "(confidence - margin) * 2.0 == 1.0; true",
                "temperature / 0.5 - 161.0 == -0.0; true",
                "(label == 'Low' ? previous : label) == 'High'; true",
                "true; true",
                "false || !true; false"
            })
    void shouldHoldAsItReads(String condition, boolean holds) throws Exception {
        // Given
        input.row(new float[] {80.5f, Float.NaN}, 0);
        input.label(1);
        input.scores(0.75f, 0.25f);
        input.abstained(true);
        input.version(7);
        input.sensor("pümp".getBytes(UTF_8));
        input.previous("High", 12.5);

        // Then
        assertThat(bound(condition).fired(input) == 1).isEqualTo(holds);
    }

    @Test
    void shouldTakeNoLabelAsAnEmptyOne() throws Exception {
        // Given
        input.label(-1);

        // Then
        assertThat(bound("label == ''", "label == 'High'", "label == previous", "label in ['', 'Low']")
                        .fired(input))
                .isEqualTo(0b1101);
    }

    @Test
    void shouldJudgeSixtyFourRules() throws Exception {
        // Given
        String[] conditions =
                IntStream.range(0, 64).mapToObj(i -> "temperature > " + i).toArray(String[]::new);
        BoundRules rules = bound(conditions);
        input.row(new float[] {100, 0}, 0);

        // When
        long all = rules.fired(input);
        input.row(new float[] {63, 0}, 0);

        // Then
        assertThat(all).isEqualTo(-1);
        assertThat(rules.fired(input)).isEqualTo(Long.MAX_VALUE);
        assertThat(rules.count()).isEqualTo(64);
    }

    @Test
    void shouldAllocateNothing() throws Exception {
        // Given
        BoundRules rules = bound(
                "temperature > 80 && label == 'High' && confidence < 0.6",
                "(abstained ? temperature : pressure) + 1.0 > -confidence * 2.0 || version % 3 == 1",
                "sensor in ['a', 'pump-7'] || previous != label || (abstained ? model : previous) == 'x'",
                "held in [1.0, 2.0] || temperature in [3.0, 80.5] || label in ['Low', 'Check']");
        float[] row = {80.5f, 2};
        byte[] sensor = "pump-7".getBytes(UTF_8);
        Allocation.Code judging = () -> {
            long fired = 0;
            for (int i = 0; i < 20_000; i++) {
                input.row(row, 0);
                input.label(i % 3);
                input.scores(0.5f, 0.1f);
                input.abstained(i % 2 == 0);
                input.version(i);
                input.sensor(sensor);
                input.previous("Low", i);
                fired += rules.fired(input) + rules.clears(input) + rules.labelRule(1);
            }
            assertThat(fired).isPositive();
        };
        judging.run();

        // When
        long bytes = Allocation.of(judging);

        // Then: what the assertion and the measurement take
        assertThat(bytes).isLessThan(20_000);
    }

    private long clears(BoundRules rules, float temperature) {
        input.row(new float[] {temperature, 0}, 0);
        return rules.clears(input);
    }

    private static BoundRules bound(String... conditions) throws RuleSetException {
        return new RuleCompiler().compile(Conditions.set(conditions)).bind("boiler", FEATURES, LABELS);
    }
}
