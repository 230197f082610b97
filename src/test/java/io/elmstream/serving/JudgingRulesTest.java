package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.elm.Activation;
import io.elmstream.elm.Blobs;
import io.elmstream.rules.RuleCompiler;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.wire.ServedRules;
import org.junit.jupiter.api.Test;

class JudgingRulesTest {

    @Test
    void shouldBindToEachVersionOnceThoughTheyTakeTurns() throws Exception {
        // Given
        JudgingRules rules = JudgingRules.of(new RuleCompiler().compile(RuleSetFormat.parse("""
                        model: shuttle
                        version: 3
                        rules: [{name: all, when: f9 > 1, abstain: true}]
                        probes: [{features: {f9: 0}, label: left, expect: {fired: []}}]
                        """)), new VersionCounts());
        ReadyVersion champion = version(1);
        ReadyVersion challenger = version(2);

        // When
        ServedRules first = rules.boundTo(champion);
        ServedRules second = rules.boundTo(challenger);

        // Then
        assertThat(rules.boundTo(champion)).isSameAs(first).isNotSameAs(second);
        assertThat(rules.boundTo(challenger)).isSameAs(second);
        assertThat(first.bound().orElseThrow().missing()).containsExactly("f9");
    }

    private static ReadyVersion version(int version) {
        return ReadyVersions.of("shuttle", version, 1, new Blobs(2, 2, 20, 1).train(3, Activation.RELU));
    }
}
