package io.elmstream.guarantees;

import io.elmstream.support.ElmstreamUnderTest;
import io.elmstream.support.KafkaUnderTest;
import io.elmstream.support.RawTopic;
import io.elmstream.topology.DeadLetterHeaders;
import io.elmstream.topology.ReadingIndices;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.avro.Prediction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The position of each reading that has an outcome, as often as it has one. */
final class OutcomePositions {

    private OutcomePositions() {}

    static List<String> of(KafkaUnderTest kafka, ElmstreamUnderTest app) throws Exception {
        RecordReader<Prediction> predictions = RecordReader.ofPredictions();
        List<String> outcomes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                new RawTopic(kafka.bootstrapServers(), app.topics().predictions()).records()) {
            Prediction prediction = predictions.read(record.value());
            outcomes.add(
                    position(prediction.getSourceTopic(), prediction.getSourcePartition(), prediction.getSourceOffset())
                            + prediction.getSourceIndex());
        }
        for (ConsumerRecord<byte[], byte[]> letter :
                new RawTopic(kafka.bootstrapServers(), app.topics().deadLetters()).records()) {
            DeadLetterHeaders of = DeadLetterHeaders.of(letter.headers());
            String position = position(of.topic(), of.partition(), of.offset());
            Optional<BitSet> indices = ReadingIndices.of(letter.headers());
            if (indices.isEmpty()) {
                outcomes.add(position + 0);
            } else {
                indices.get().stream().forEach(index -> outcomes.add(position + index));
            }
        }
        return outcomes;
    }

    private static String position(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset + "/";
    }
}
