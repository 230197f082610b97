package io.elmstream.readings.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkplugTopicTest {

    @ParameterizedTest
    @CsvSource({
        "spBv1.0/plant/DDATA/edge-1/pump-7, DDATA, plant/edge-1, plant/edge-1/pump-7",
        "spBv1.0/plant/NDATA/edge-1, NDATA, plant/edge-1, plant/edge-1",
        "spBv1.0/STATE/scada, STATE, '', ''",
        "STATE/scada, STATE, '', ''"
    })
    void shouldParseTopics(String topic, SparkplugTopic.Type type, String node, String sender) {
        assertThat(SparkplugTopic.parse(topic)).hasValueSatisfying(parsed -> {
            assertThat(parsed.type()).isEqualTo(type);
            assertThat(parsed.node()).isEqualTo(node);
            assertThat(parsed.sender()).isEqualTo(sender);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "pump-7",
                "spAv1.0/plant/DDATA/edge-1/pump-7",
                "spBv1.0/plant/DDATA/edge-1",
                "spBv1.0/plant/DDATA/edge-1/",
                "spBv1.0/plant/DDATA/edge-1/pump/7",
                "spBv1.0/plant/NDATA/edge-1/pump-7",
                "spBv1.0/plant/STATE/edge-1",
                "spBv1.0//NDATA/edge-1",
                "spBv1.0/plant/NDATA/",
                "spBv1.0/plant/ndata/edge-1"
            })
    void shouldTakeNoOtherText(String topic) {
        assertThat(SparkplugTopic.parse(topic)).isEmpty();
    }
}
