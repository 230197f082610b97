package io.elmstream.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.client.ModelControl;
import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.EmbeddedKafka;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.support.SmallModel;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.AlertChange;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Rule sets on a real broker: published, in force, with state over a restart, and taken back. */
class RulesIT extends RealKafkaContract {

    private static final int SENSORS = 7;
    private static final int RECORDS = 140;
    private static final ModelId RULES = new ModelId(SmallModel.ID).rules();
    private static final String RULE_SET = """
            model: %s
            version: 1
            rules:
              - {name: first, when: sensor1 > 2, label: Ruled}
              - {name: again, when: previous == 'Ruled', abstain: true}
              - {name: warm, when: sensor1 >= 0, alert: {text: warm for long, severity: info, for: 60s}}
            probes:
              - {features: {sensor1: 3}, previous: Ruled, expect: {label: Ruled, fired: [first, again, warm]}}
            """.formatted(SmallModel.ID);

    private final RecordReader<Prediction> predictions = RecordReader.ofPredictions();
    private final RecordReader<Alert> alerts = RecordReader.ofAlerts();

    /** The event time of the first reading: later than the step that puts the rules in force. */
    private final long start = System.currentTimeMillis() + 1_800_000;

    private int probes;

    @Override
    KafkaUnderTest kafka(Path folder) {
        return new EmbeddedKafka();
    }

    @Test
    void shouldJudgeEveryPredictionByTheRuleSetInForceAndRememberOverARestart() throws Exception {
        try (ElmstreamUnderTest app = application("ruled", 2)) {
            // Given
            String topic = app.topics().readings();
            Map<String, String> settings = Map.of(
                    "commit.interval.ms",
                    "50",
                    "rules.enabled",
                    "true",
                    "readings",
                    ("{'" + topic + "': {'format': 'json', 'sensor': 'device', 'time': {'path': 'ts', 'unit': 'ms'}}}")
                            .replace('\'', '"'));
            app.start(settings);
            app.champion(1);
            byte[] rules = RuleSetFormat.write(RuleSetFormat.parse(RULE_SET));

            // When
            accepted(app.ask(new Command.Publish(ModelControl.requestId(), RULES, 1, rules, false)));
            accepted(app.ask(new Command.Activate(
                    ModelControl.requestId(), RULES, 1, OptionalLong.empty(), OptionalLong.empty())));
            awaitRuleSet(app, 1);
            send(topic, 0, RECORDS / 2);
            awaitJudged(app, RECORDS / 2);
            app.stop();
            app.start(settings);
            send(topic, RECORDS / 2, RECORDS);
            awaitJudged(app, RECORDS);

            // Then
            requireEffects(app);
            app.await()
                    .untilAsserted(() -> assertThat(changes(app))
                            .hasSize(SENSORS)
                            .allSatisfy((sensor, all) -> assertThat(all).containsExactly(AlertChange.RAISED)));

            // When
            accepted(app.ask(new Command.Rollback(ModelControl.requestId(), RULES, 1, OptionalLong.empty())));
            awaitRuleSet(app, 0);
            send(topic, RECORDS, RECORDS + SENSORS);

            // Then
            app.await()
                    .untilAsserted(() -> assertThat(changes(app))
                            .hasSize(SENSORS)
                            .allSatisfy((sensor, all) ->
                                    assertThat(all).containsExactly(AlertChange.RAISED, AlertChange.CLEARED)));
        }
    }

    private static void accepted(ModelStatus answer) {
        assertThat(answer.getOutcome()).describedAs("%s", answer.getMessage()).isEqualTo(CommandOutcome.ACCEPTED);
    }

    /** Sends readings of another sensor until one is judged by this version. */
    private void awaitRuleSet(ElmstreamUnderTest app, int version) {
        app.await().until(() -> {
            put(app.topics().readings(), List.of(reading("probe", 1, start + RECORDS * 1_000L + probes++)));
            List<Prediction> all = of(app, "probe");
            return !all.isEmpty() && all.get(all.size() - 1).getRuleSet() == version;
        });
    }

    private void awaitJudged(ElmstreamUnderTest app, int count) {
        app.await()
                .until(() -> IntStream.range(0, SENSORS)
                                .mapToObj(sensor -> "d" + sensor)
                                .mapToLong(sensor -> size(app, sensor))
                                .sum()
                        >= count);
    }

    private long size(ElmstreamUnderTest app, String sensor) {
        return of(app, sensor).size();
    }

    private void requireEffects(ElmstreamUnderTest app) {
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            List<Prediction> all = of(app, "d" + sensor);
            assertThat(all).hasSize(RECORDS / SENSORS);
            String before = "";
            for (Prediction prediction : all) {
                assertThat(prediction.getRuleSet()).isEqualTo(1);
                boolean ruled = prediction.getRules().contains("first");
                assertThat(prediction.getLabel().equals("Ruled")).isEqualTo(ruled);
                assertThat(prediction.getModelLabel().isEmpty()).isEqualTo(!ruled);
                assertThat(prediction.getAbstained()).isEqualTo(before.equals("Ruled"));
                before = prediction.getLabel();
            }
            assertThat(all).extracting(Prediction::getLabel).contains("Ruled");
            assertThat(all).extracting(Prediction::getSourceOffset).doesNotHaveDuplicates();
        }
    }

    private List<Prediction> of(ElmstreamUnderTest app, String sensor) {
        List<Prediction> found = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                new RawTopic(kafka().bootstrapServers(), app.topics().predictions()).records()) {
            Prediction prediction = read(predictions, record.value());
            if (prediction.getSensorId().equals(sensor)) {
                found.add(prediction);
            }
        }
        return found;
    }

    /** The changes of the rule's alerts, by sensor. */
    private Map<String, List<AlertChange>> changes(ElmstreamUnderTest app) {
        Map<String, List<AlertChange>> changes = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                new RawTopic(kafka().bootstrapServers(), app.topics().alerts()).records()) {
            Alert alert = read(alerts, record.value());
            if (!alert.getSensorId().equals("probe")) {
                assertThat(alert.getRule()).isEqualTo("warm");
                changes.computeIfAbsent(alert.getSensorId(), none -> new ArrayList<>())
                        .add(alert.getChange());
            }
        }
        return changes;
    }

    private static <T extends SpecificRecord> T read(RecordReader<T> reader, byte[] value) {
        try {
            return reader.read(value);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    private void send(String topic, int from, int to) {
        put(
                topic,
                IntStream.range(from, to)
                        .mapToObj(i -> reading("d" + i % SENSORS, (i / SENSORS + i) % 5, start + i * 1_000L))
                        .toList());
    }

    private record Reading(String sensor, String json, long time) {}

    private static Reading reading(String sensor, int value, long time) {
        String features = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> "\"sensor%d\": %d".formatted(i, value))
                .collect(Collectors.joining(", "));
        return new Reading(sensor, "{\"device\": \"%s\", \"ts\": %d, %s}".formatted(sensor, time, features), time);
    }

    private void put(String topic, List<Reading> readings) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka().bootstrapServers());
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            readings.forEach(reading -> producer.send(new ProducerRecord<>(
                    topic,
                    null,
                    reading.time(),
                    reading.sensor().getBytes(UTF_8),
                    reading.json().getBytes(UTF_8))));
        }
    }
}
