package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.alert.Position;
import io.elmstream.app.Elmstream;
import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Prediction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Reads an application's readings once more, with an application that has another id, and topics of its own for what
 * comes out.
 *
 * @param readings all there are
 */
record Replay(KafkaUnderTest kafka, ElmstreamUnderTest app, int readings) {

    private static final RecordReader<Prediction> READER = RecordReader.ofPredictions();

    /** The predictions of a run under a new application id, by the reading that they answer; each reading has one. */
    Map<Position, Prediction> run(String applicationId) {
        Topics own = ElmstreamUnderTest.topics(applicationId + "-");
        kafka.createTopics(own, 3);
        Map<String, String> settings = new HashMap<>(Map.of("application.id", applicationId));
        for (TopicRole out : List.of(TopicRole.PREDICTIONS, TopicRole.DEAD_LETTERS, TopicRole.ALERTS)) {
            settings.put("topics." + out.key(), out.nameIn(own));
        }
        Elmstream elmstream = app.startAnew(settings, applicationId);
        app.await().until(() -> predictions(kafka, own.predictions()).size() >= readings);
        assertThat(elmstream.governor().state()).as("the second governor").isEqualTo(State.CREATED);
        app.stop();
        return byPosition(predictions(kafka, own.predictions()));
    }

    static Map<Position, Prediction> byPosition(List<Prediction> predictions) {
        Map<Position, Prediction> all = new HashMap<>();
        predictions.forEach(prediction -> assertThat(all.put(
                        new Position(
                                prediction.getSourceTopic(),
                                prediction.getSourcePartition(),
                                prediction.getSourceOffset()),
                        prediction))
                .isNull());
        return all;
    }

    /** Version and revision of each. */
    static Map<Position, List<Long>> versions(Map<Position, Prediction> predictions) {
        Map<Position, List<Long>> versions = new HashMap<>();
        predictions.forEach((position, prediction) ->
                versions.put(position, List.of((long) prediction.getVersion(), prediction.getRevision())));
        return versions;
    }

    /** All committed predictions of a topic. */
    static List<Prediction> predictions(KafkaUnderTest kafka, String topic) {
        return new RawTopic(kafka.bootstrapServers(), topic)
                .records().stream().map(Replay::prediction).toList();
    }

    private static Prediction prediction(ConsumerRecord<byte[], byte[]> record) {
        try {
            return READER.read(record.value());
        } catch (UnreadableRecordException e) {
            throw new AssertionError("a prediction cannot be read", e);
        }
    }
}
