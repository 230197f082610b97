package io.elmstream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicCatalogTest {

    @ParameterizedTest
    @EnumSource
    void shouldNameEachTopicAsItIsNamedWithoutConfiguration(TopicRole role) {
        // Given
        TopicCatalog catalog = TopicCatalog.load();

        // When
        TopicSpec spec = catalog.spec(role);

        // Then
        assertThat(spec.role()).isEqualTo(role);
        assertThat(spec.name()).isEqualTo(role.nameIn(Topics.standard()));
    }

    @Test
    void shouldKeepModelsForEver() {
        // Given
        TopicSpec models = TopicCatalog.load().spec(TopicRole.MODELS);

        // When
        Map<String, String> settings = models.settings();

        // Then
        assertThat(models.partitions()).isEqualTo(1);
        assertThat(models.fixedPartitions()).isTrue();
        assertThat(settings)
                .containsExactlyInAnyOrderEntriesOf(Map.of("cleanup.policy", "compact", "retention.ms", "-1"));
    }

    @Test
    void shouldLetABrokerSayWhenACommandCame() {
        // When, then
        assertThat(TopicCatalog.load().spec(TopicRole.MODEL_CONTROL).settings())
                .containsEntry("message.timestamp.type", "LogAppendTime");
    }

    @Test
    void shouldKeepActivityForHoursWhereLittleIsWritten() {
        // When
        Map<String, String> settings =
                TopicCatalog.load().spec(TopicRole.ACTIVITY).settings();

        // Then
        assertThat(settings).containsEntry("retention.ms", "21600000").containsEntry("segment.ms", "1800000");
        assertThat(TopicCatalog.load().spec(TopicRole.MODEL_STATUS).settings()).doesNotContainKey("segment.ms");
    }

    @Test
    void shouldLetDeadLettersBeLargerThanReadings() {
        // Given
        TopicSpec deadLetters = TopicCatalog.load().spec(TopicRole.DEAD_LETTERS);

        // When
        Map<String, String> settings = deadLetters.settings();

        // Then
        assertThat(settings)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cleanup.policy", "delete", "retention.ms", "2592000000", "max.message.bytes", "1114112"));
    }

    @ParameterizedTest
    @CsvSource({
        "cleanup: compact, cleanup: shred, models",
        "partitions: 1, partitions: 0, model-control",
        "retention: P30D, retention: a month, alerts",
        "'    fixed: true\n', '', fixed",
        "summary:, sumary:, summary",
        "models:, modles:, modles",
        "writers: \\[governor], writers: [governess], governess",
        "replayers:, players:, players",
        "checks-topics:, checks-topic:, checks-topic",
    })
    void shouldSayWhichEntryIsWrong(String right, String wrong, String named) throws IOException {
        // Given
        String yaml = Files.readString(Path.of("topology/topics.yaml"));

        // When
        String broken = yaml.replaceFirst(right, wrong);

        // Then
        assertThat(broken).isNotEqualTo(yaml);
        assertThatThrownBy(() -> TopicCatalog.parse(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
