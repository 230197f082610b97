package io.elmstream.scoring.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.batch.Rejection;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.Partitions;
import io.elmstream.data.DataException;
import io.elmstream.data.OutputFile;
import io.elmstream.scoring.AvroParts;
import io.elmstream.scoring.FilePrediction;
import io.elmstream.scoring.PartFolder;
import io.elmstream.scoring.PartFolder.Done;
import io.elmstream.topology.inference.RangeScorer;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.avro.Prediction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Scores a range of a topic into an Avro file, whose records are those of the predictions topic, by partition and
 * offset. Parts are stretches of offsets; a run that was killed goes on with those that are missing, in the bounds that
 * were resolved when the range was started, and writes the same bytes.
 */
public final class RangeFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AvroParts AVRO = new AvroParts(Prediction.getClassSchema());
    private static final String BOUNDS = "bounds.json";
    private static final long OFFSETS = 50_000;

    /**
     * A reading that cannot be scored, as the side file has it.
     *
     * @param topic of the reading
     * @param partition of the reading
     * @param offset of the reading
     * @param reason why, the reason of a dead letter
     * @param message why, in words
     */
    record RejectedReading(String topic, int partition, long offset, Rejection reason, String message) {}

    private final KafkaClients clients;
    private final String topic;
    private final Bound from;
    private final Bound to;
    private final OutputFile output;
    private final Map<String, String> run;
    private final TopicPrediction.Listener listener;

    /**
     * Creates a run, which does not start yet.
     *
     * @param run everything else that decides about the predictions, by name
     */
    public RangeFile(
            KafkaClients clients,
            String topic,
            Bound from,
            Bound to,
            OutputFile output,
            Map<String, String> run,
            TopicPrediction.Listener listener) {
        this.clients = clients;
        this.topic = topic;
        this.from = from;
        this.to = to;
        this.output = output;
        this.run = run;
        this.listener = listener;
    }

    /**
     * Scores what is left of the range.
     *
     * @param scorers creates a scorer, given the receiver of its outcomes
     * @return the state at the end
     */
    public TopicPrediction.State run(Function<RangeScorer.Outcomes, RangeScorer> scorers) throws IOException {
        Path target = output.target();
        try (PartFolder folder = PartFolder.open(FilePrediction.folder(target), run);
                Consumer<byte[], byte[]> consumer = clients.consumer(TopicPrediction.WITHOUT_JUMPS)) {
            List<Stretch> parts = stretches(folder, consumer).stream()
                    .flatMap(stretch -> stretch.cut(OFFSETS).stream())
                    .toList();
            listener.committed(state(folder, parts));
            for (int part = 0; part < parts.size(); part++) {
                if (folder.done(part).isEmpty()) {
                    folder.add(score(part, parts.get(part), folder, consumer, scorers));
                    listener.committed(state(folder, parts));
                }
            }
            TopicPrediction.State state = state(folder, parts);
            List<Integer> all = folder.done().stream().map(Done::part).toList();
            folder.finish(
                    output,
                    out -> AVRO.join(all.stream().map(folder::predictions).toList(), out),
                    FilePrediction.rejectedFile(target),
                    out -> {
                        for (int part : all) {
                            if (Files.exists(folder.rejected(part))) {
                                Files.copy(folder.rejected(part), out);
                            }
                        }
                    });
            return state;
        }
    }

    /** Returns the range as it was resolved the first time. */
    private List<Stretch> stretches(PartFolder folder, Consumer<byte[], byte[]> consumer) throws IOException {
        Path file = folder.file(BOUNDS);
        if (Files.exists(file)) {
            try {
                return JSON.readValue(file.toFile(), new TypeReference<List<Stretch>>() {});
            } catch (JsonProcessingException e) {
                throw new DataException(
                        "--out",
                        "--out: " + file + " is not readable, so it is not known which readings the parts beside it"
                                + " are of. Delete that folder to score everything anew, or name another --out",
                        e);
            }
        }
        List<TopicPartition> partitions = Partitions.assigned(consumer, List.of(topic));
        List<Stretch> resolved = Stretch.of(from, to, consumer, partitions);
        folder.writeDurably(file, out -> out.write(JSON.writeValueAsBytes(resolved)));
        return resolved;
    }

    private Done score(
            int part,
            Stretch stretch,
            PartFolder folder,
            Consumer<byte[], byte[]> consumer,
            Function<RangeScorer.Outcomes, RangeScorer> scorers)
            throws IOException {
        Written[] written = new Written[1];
        long[] checksum = new long[1];
        long rejectedChecksum = folder.write(folder.rejected(part), rejected -> {
            OutputStream side = new BufferedOutputStream(rejected);
            checksum[0] = folder.write(folder.predictions(part), out -> {
                try (DataFileWriter<IndexedRecord> writer = AVRO.open(out)) {
                    written[0] = new Written(writer, side);
                    RangeScorer scorer = scorers.apply(written[0]);
                    read(stretch, consumer, scorer);
                    scorer.flush();
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            });
            side.flush();
        });
        return new Done(part, written[0].rows, 0, written[0].rejected, checksum[0], rejectedChecksum);
    }

    private void read(Stretch stretch, Consumer<byte[], byte[]> consumer, RangeScorer scorer) {
        TopicPartition partition = new TopicPartition(topic, stretch.partition());
        EarlierRecords.learn(consumer, partition, stretch.from(), scorer);
        consumer.assign(List.of(partition));
        consumer.seek(partition, stretch.from());
        long heard = System.nanoTime();
        long before = stretch.from();
        while (before < stretch.to()) {
            for (ConsumerRecord<byte[], byte[]> record : TopicPrediction.poll(consumer)) {
                if (record.offset() < stretch.to()) {
                    scorer.take(record);
                }
            }
            long now = System.nanoTime();
            if (consumer.position(partition) > before) {
                before = consumer.position(partition);
                heard = now;
            } else if (now - heard > TopicPrediction.LONGEST_SILENCE.toNanos()) {
                throw new TimeoutException(
                        "no more records for " + TopicPrediction.LONGEST_SILENCE.toSeconds() + " s from " + partition);
            }
        }
    }

    private static TopicPrediction.State state(PartFolder folder, List<Stretch> parts) {
        List<Done> done = folder.done();
        long rejected = done.stream().mapToLong(Done::rejected).sum();
        return new TopicPrediction.State(
                parts.stream().mapToLong(Stretch::offsets).sum(),
                done.stream()
                        .mapToLong(part -> parts.get(part.part()).offsets())
                        .sum(),
                done.stream().mapToLong(Done::rows).sum() - rejected,
                rejected);
    }

    /** Takes the outcomes of one part. */
    private final class Written implements RangeScorer.Outcomes {

        private final DataFileWriter<IndexedRecord> writer;
        private final OutputStream side;
        private long rows;
        private long rejected;

        private Written(DataFileWriter<IndexedRecord> writer, OutputStream side) {
            this.writer = writer;
            this.side = side;
        }

        @Override
        public void predicted(RecordMetadata reading, Record<byte[], byte[]> prediction) {
            try {
                writer.appendEncoded(PredictionEncoder.record(prediction.value()));
                rows++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void rejected(RecordMetadata reading, Rejection reason, String detail) {
            try {
                RejectedReading row = new RejectedReading(
                        reading.topic(),
                        reading.partition(),
                        reading.offset(),
                        reason,
                        detail.isEmpty() ? reason.explanation() : detail);
                side.write((JSON.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            rows++;
            rejected++;
            listener.rejected(reading, reason, detail);
        }
    }
}
