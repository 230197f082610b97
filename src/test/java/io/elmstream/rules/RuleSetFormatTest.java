package io.elmstream.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetFormatTest {

    private static final Path FOLDER = Path.of("src/test/resources/rules");

    @Test
    void shouldReadWhatAUserWrites() throws Exception {
        // When
        RuleSet set = shuttle();

        // Then
        assertThat(set.modelId()).isEqualTo("shuttle");
        assertThat(set.version()).isEqualTo(3);
        assertThat(set.rules())
                .extracting(Rule::name)
                .containsExactly("hot-and-unsure", "overheated", "often", "silent", "maintenance", "unsure");
        assertThat(set.rules().get(0).label()).contains("Check");
        assertThat(set.rules())
                .filteredOn(each -> each.alert().isPresent())
                .extracting(each -> each.alert().orElseThrow())
                .containsExactly(
                        new RuleAlert("hot and unsure", Severity.WARNING, Trigger.Hits.ONE),
                        new RuleAlert(
                                "too hot for 5 minutes",
                                Severity.CRITICAL,
                                new Trigger.Held(Duration.ofMinutes(5), Optional.of("temperature < 70"))),
                        new RuleAlert("often high", Severity.WARNING, new Trigger.Hits(3, 5)),
                        new RuleAlert(
                                "no reading for 10 minutes",
                                Severity.WARNING,
                                new Trigger.Silent(Duration.ofMinutes(10))));
        assertThat(set.rules().get(4).suppress()).isTrue();
        assertThat(set.rules().get(5).abstain()).isTrue();
    }

    @Test
    void shouldFillInWhatAProbeLeavesOut() throws Exception {
        // When
        RuleProbe probe = shuttle().probes().get(0);

        // Then: a margin is at most the confidence
        assertThat(probe.confidence()).isEqualTo(0.5);
        assertThat(probe.margin()).isEqualTo(0.5);
        assertThat(probe.abstained()).isFalse();
        assertThat(probe.version()).isEqualTo(1);
        assertThat(probe.sensor()).isEmpty();
        assertThat(probe.previous()).isEmpty();
        assertThat(probe.held()).isZero();
        assertThat(probe.expect().fired()).containsExactly("hot-and-unsure", "overheated");
    }

    @Test
    void shouldReadWhatItWrote() throws Exception {
        // Given
        RuleSet set = shuttle();

        // When
        byte[] stored = RuleSetFormat.write(set);

        // Then
        assertThat(RuleSetFormat.recognizes(stored)).isTrue();
        assertThat(RuleSetFormat.read(stored)).isEqualTo(set);
        assertThat(RuleSetFormat.write(RuleSetFormat.read(stored))).isEqualTo(stored);
        assertThat(RuleSetFormat.parse(new String(stored, UTF_8))).isEqualTo(set);
    }

    @Test
    void shouldCompileWhatAUserWrites() throws Exception {
        // Given
        CompiledRules rules = new RuleCompiler().compile(shuttle());

        // When
        List<RuleFault> faults = rules.check(List.of("pressure", "temperature"), List.of("High", "Rad.Flow"));

        // Then
        assertThat(faults).isEmpty();
        assertThat(rules.features()).containsExactly("temperature");
        assertThat(rules.usesMemory()).isFalse();
        assertThat(rules.notes()).isEmpty();
    }

    /** The file of an earlier release: never changed. */
    @Test
    void shouldReadFormatOne() throws Exception {
        // Given
        byte[] stored = Files.readAllBytes(FOLDER.resolve("format-1.json"));

        // When
        RuleSet set = RuleSetFormat.read(stored);

        // Then
        assertThat(set).isEqualTo(shuttle());
        assertThat(RuleSetFormat.write(set)).isEqualTo(stored);
        assertThat(RuleSetFormat.recognizes(stored)).isTrue();
        assertThat(RuleSetFormat.recognizes(new byte[0])).isFalse();
        assertThat(RuleSetFormat.recognizes(new byte[] {'E'})).isFalse();
    }

    @Property(tries = 300)
    void shouldReadAnyRuleSetThatItWrote(@ForAll Random random) throws Exception {
        // Given
        RuleSet set = new RandomRuleSets(random).set();

        // When
        byte[] stored = RuleSetFormat.write(set);

        // Then
        assertThat(RuleSetFormat.read(stored)).isEqualTo(set);
        assertThat(RuleSetFormat.write(RuleSetFormat.read(stored))).isEqualTo(stored);
        assertThat(RuleSetFormat.parse(new String(stored, UTF_8))).isEqualTo(set);
    }

    @ParameterizedTest
    @CsvSource({"1s, 1s", "60s, 1m", "90s, 90s", "120m, 2h", "24h, 1d", "36h, 36h", "0030d, 30d", "3601s, 3601s"})
    void shouldWriteDurationsInTheLargestUnit(String text, String written) {
        assertThat(DurationText.write(DurationText.parse(text).orElseThrow())).isEqualTo(written);
    }

    static RuleSet shuttle() throws RuleSetException, IOException {
        return RuleSetFormat.parse(Files.readString(FOLDER.resolve("shuttle.yaml")));
    }
}
