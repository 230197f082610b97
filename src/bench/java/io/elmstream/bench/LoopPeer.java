package io.elmstream.bench;

import io.elmstream.client.KafkaClients;
import io.elmstream.elm.Elm;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.ReadingDecoder;
import io.elmstream.wire.ReadingView;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.ServedVersion;
import io.elmstream.wire.avro.Prediction;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The limit: a consumer, Elmstream's codecs and kernel, and a transactional producer in one loop. It can score with one
 * model and nothing else, does not survive another instance in its group, and checks nothing.
 */
public final class LoopPeer {

    private static final int BATCH = 256;

    private final Properties given;
    private final PackedClassifier model;
    private final ForwardPass pass = ForwardPass.fastest();
    private final Workspace workspace = new Workspace();
    private final float[] rows;
    private final float[] probabilities;
    private final boolean[] verified = new boolean[BATCH];
    private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(BATCH);
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final ReadingView view = new ReadingView();
    private final ReadingDecoder decoder;
    private final ScoredReading scored;
    private final ServedVersion version;

    private LoopPeer(Properties given, Elm elm) {
        this.given = given;
        model = PackedClassifier.pack(elm);
        rows = new float[BATCH * model.inputs()];
        probabilities = new float[BATCH * model.classes()];
        SchemaRegistry registry = new ApicurioSchemaRegistry(text("registry"), Map.of(), Backoff.ofAMinute());
        decoder = new ReadingDecoder(registry);
        scored = new ScoredReading(
                "0_0", new PredictionEncoder(registry.register(text("out"), Prediction.getClassSchema())));
        version = new ServedVersion(new VersionKey(new ModelId(BenchModel.ID), 1), 1, elm.labels());
    }

    /** Takes the file of its settings, and runs until the process ends. */
    public static void main(String[] arguments) throws IOException, ArtefactException {
        Properties given = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            given.load(reader);
        }
        byte[] artefact = Files.readAllBytes(Path.of(given.getProperty("artefact")));
        new LoopPeer(given, ArtefactFormat.read(artefact).elm()).run();
    }

    private void run() {
        KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", text("servers")));
        Map<String, Object> consuming =
                Map.of("group.id", text("id"), "auto.offset.reset", "earliest", "max.poll.records", 2_000);
        Map<String, Object> producing = Map.of(
                "transactional.id",
                text("id"),
                "linger.ms",
                text("producer.linger.ms"),
                "batch.size",
                text("producer.batch.size"),
                "compression.type",
                text("compression"));
        try (Consumer<byte[], byte[]> consumer = clients.consumer(consuming);
                Producer<byte[], byte[]> producer = clients.producer(producing)) {
            producer.initTransactions();
            consumer.subscribe(List.of(text("in")));
            loop(consumer, producer);
        }
    }

    private void loop(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
        Duration wait = Duration.ofMillis(Long.parseLong(text("linger.ms")));
        long interval = Duration.ofMillis(Long.parseLong(text("commit.ms"))).toNanos();
        long began = 0;
        while (!Thread.currentThread().isInterrupted()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                if (positions.isEmpty()) {
                    producer.beginTransaction();
                    began = System.nanoTime();
                }
                positions.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
                add(record, producer);
            }
            score(producer);
            if (!positions.isEmpty() && System.nanoTime() - began >= interval) {
                producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
                producer.commitTransaction();
                positions.clear();
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record, Producer<byte[], byte[]> producer) {
        decoder.decode(record.value(), view);
        view.readFeatures(rows, batch.size() * model.inputs());
        batch.add(record);
        if (batch.size() == BATCH) {
            score(producer);
        }
    }

    private void score(Producer<byte[], byte[]> producer) {
        model.score(pass, rows, batch.size(), workspace, probabilities, verified);
        for (int i = 0; i < batch.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = batch.get(i);
            scored.batch(batch.get(0).offset(), batch.size());
            scored.source(record.topic(), record.partition(), record.offset(), 0);
            scored.scored(record.key(), record.timestamp(), version, probabilities, i * model.classes(), false);
            producer.send(new ProducerRecord<>(
                    text("out"), null, record.timestamp(), record.key(), scored.encoded(), record.headers()));
        }
        batch.clear();
    }

    private String text(String key) {
        return String.valueOf(given.getProperty(key));
    }
}
