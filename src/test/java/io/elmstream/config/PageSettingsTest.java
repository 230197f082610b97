package io.elmstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.elmstream.support.TestConfigurations;
import io.elmstream.topology.TopicRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageSettingsTest {

    @Test
    void shouldHaveNoPageUnlessItIsEnabled() {
        // When
        Configuration usual = TestConfigurations.with(Map.of());
        Configuration with = TestConfigurations.with(Map.of("page.enabled", "true"));

        // Then
        assertThat(usual.page()).isEmpty();
        assertThat(usual.topicRoles()).doesNotContain(TopicRole.ACTIVITY);
        assertThat(with.page())
                .contains(new PageSettings(
                        Duration.ofSeconds(1), Duration.ofHours(3), 32, Optional.empty(), false, Optional.empty()));
        assertThat(with.topicRoles()).contains(TopicRole.ACTIVITY);
        assertThat(with.signs()).isFalse();
    }

    @Test
    void shouldReadAPageWithActions() {
        // When
        Configuration configuration = TestConfigurations.with(Map.of(
                "page.enabled", "true",
                "page.interval.ms", "500",
                "page.history.minutes", "10",
                "page.listeners", "3",
                "page.token", "hush",
                "page.actions", "true",
                "page.key", "page.key",
                "governor.trusted.keys", "page.pub",
                "http.host", "0.0.0.0"));

        // Then
        assertThat(configuration.page())
                .contains(new PageSettings(
                        Duration.ofMillis(500),
                        Duration.ofMinutes(10),
                        3,
                        Optional.of("hush"),
                        true,
                        Optional.of(Path.of("page.key"))));
        assertThat(configuration.signs()).isTrue();
        assertThat(configuration.toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http.host=0.0.0.0                        | page.enabled | Set page.token
            page.actions=true                        | page.actions | Set it
            page.actions=true page.token=x governor.trusted.keys=a.pub | page.actions | Set page.key to a file
            page.interval.ms=100                     | page.interval.ms | must be a whole number, 200 to 60000
            page.history.minutes=2000                | page.history.minutes | must be a whole number, 5 to 1440
            topics.activity=alerts                   | topics.activity | topics.alerts names the same topic
            """)
    void shouldSayWhatAPageNeeds(String flags, String key, String advice) {
        // Given
        Map<String, String> settings = new HashMap<>(Map.of("page.enabled", "true"));
        for (String flag : flags.split(" ", -1)) {
            String[] parts = flag.split("=", 2);
            settings.put(parts[0], parts[1]);
        }

        // When
        ConfigurationException problem =
                catchThrowableOfType(ConfigurationException.class, () -> TestConfigurations.with(settings));

        // Then
        assertThat(problem.key()).isEqualTo(key);
        assertThat(problem).hasMessageContaining(advice);
    }

    @Test
    void shouldNotNeedATokenWhereNothingIsServed() {
        // When
        Configuration configuration =
                TestConfigurations.with(Map.of("page.enabled", "true", "http.host", "0.0.0.0", "http.port", "0"));

        // Then
        assertThat(configuration.page()).isPresent();
    }
}
