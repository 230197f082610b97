package io.elmstream.bench;

import io.elmstream.client.KafkaClients;
import io.elmstream.client.Partitions;
import io.elmstream.elm.Elm;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/** Compares the committed predictions of a peer with the readings, one by one. */
final class PeerAudit {

    /**
     * What was found.
     *
     * @param predictions how many there are
     * @param missing readings without a prediction, before the last one that has one
     * @param doubled predictions of readings that had one already
     * @param wrong predictions of another class than the reference computes
     */
    record Found(long predictions, long missing, long doubled, long wrong) {

        Found plus(Found other) {
            return new Found(
                    predictions + other.predictions,
                    missing + other.missing,
                    doubled + other.doubled,
                    wrong + other.wrong);
        }
    }

    /** Two classes that are closer are both right: peers compute with floats. */
    private static final double TIE = 1e-4;

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Elm elm;
    private final List<double[]> probabilities = new ArrayList<>();
    private final List<short[]> numbers = new ArrayList<>();
    private final SpecificDatumReader<Prediction> reader = new SpecificDatumReader<>(Prediction.class);

    /**
     * @param readings as they were filled into a topic of {@link BenchCluster#PARTITIONS} partitions
     * @param count how many
     */
    PeerAudit(Elm elm, Preload readings, int count) {
        this.elm = elm;
        for (int i = 0; i < Preload.DISTINCT; i++) {
            probabilities.add(
                    elm.probabilities(BenchModel.row(i, elm.featureNames().size())));
        }
        for (int p = 0; p < BenchCluster.PARTITIONS; p++) {
            numbers.add(new short[count]);
        }
        int[] ends = new int[BenchCluster.PARTITIONS];
        for (int i = 0; i < count; i++) {
            int partition = BuiltInPartitioner.partitionForKey(readings.key(i), BenchCluster.PARTITIONS);
            numbers.get(partition)[ends[partition]++] = (short) (i % Preload.DISTINCT);
        }
    }

    /** Reads everything that is committed in a topic. */
    Found audit(Map<String, Object> clients, String out) {
        BitSet[] seen = {new BitSet(), new BitSet()};
        long predictions = 0;
        long doubled = 0;
        long wrong = 0;
        try (Consumer<byte[], byte[]> consumer =
                new KafkaClients(clients).consumer(Map.of("max.poll.records", 10_000))) {
            List<TopicPartition> partitions = Partitions.fromTheBeginning(consumer, List.of(out));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Prediction prediction = read(record.value());
                    BitSet partition = seen[prediction.getSourcePartition()];
                    int offset = (int) prediction.getSourceOffset();
                    doubled += partition.get(offset) ? 1 : 0;
                    partition.set(offset);
                    wrong += isRight(prediction) ? 0 : 1;
                    predictions++;
                }
            }
        }
        long missing =
                Arrays.stream(seen).mapToLong(s -> s.length() - s.cardinality()).sum();
        return new Found(predictions, missing, doubled, wrong);
    }

    private Prediction read(byte[] value) {
        ByteBuffer record = PredictionEncoder.record(value);
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(record.array(), record.position(), record.remaining(), null);
        try {
            return reader.read(null, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction cannot be read", e);
        }
    }

    private boolean isRight(Prediction prediction) {
        short number = numbers.get(prediction.getSourcePartition())[(int) prediction.getSourceOffset()];
        double[] expected = probabilities.get(number);
        int label = elm.labels().indexOf(prediction.getLabel());
        return label >= 0 && expected[label] >= Arrays.stream(expected).max().orElse(1) - TIE;
    }
}
