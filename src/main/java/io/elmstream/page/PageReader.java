package io.elmstream.page;

import io.elmstream.activity.ActivityReport;
import io.elmstream.app.SteadyTime;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.QualityTopic;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ActivityRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the page shows, in a thread and with a consumer of its own: the history first, then what is new. If
 * brokers do not answer, it tries again, and goes on where it was.
 */
final class PageReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);
    /** History from so far ahead comes from a clock that was wrong, in milliseconds. */
    private static final long AHEAD = 60_000;

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final Topics topics;
    private final Optional<Duration> window;
    private final LivePage page;
    private final SteadyTime clock;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Thread thread = new Thread(this::run, "read-page");
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private long nextChange;

    /** Empty when the history is read. */
    private Optional<PastReports> past = Optional.empty();

    /**
     * @param window of the quality of versions; empty if there is no topic of quality
     * @param clock of the page
     */
    PageReader(KafkaClients clients, Topics topics, Optional<Duration> window, LivePage page, SteadyTime clock) {
        this.clients = clients;
        this.topics = topics;
        this.window = window;
        this.page = page;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stops()) {
            try (Consumer<byte[], byte[]> consumer =
                    clients.consumer(Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"))) {
                reading = consumer;
                assign(consumer);
                while (!stops() && !clock.isAhead()) {
                    read(consumer);
                }
                if (!stops()) {
                    LOG.warn("the clock was set back; the page reads its history again");
                    beginAnew();
                }
            } catch (WakeupException e) {
                return;
            } catch (KafkaException e) {
                LOG.warn("the page cannot read its topics, retrying: {}", Diagnosis.told(e, Side.KAFKA));
                pause();
            } catch (RuntimeException e) {
                LOG.error("the page cannot read its topics, retrying", e);
                pause();
            }
        }
    }

    private void beginAnew() {
        clock.follow();
        page.beginAnew();
        positions.clear();
        past = Optional.empty();
        nextChange = 0;
    }

    private boolean stops() {
        return stopping.getCount() == 0;
    }

    private void pause() {
        try {
            if (!stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                page.beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = Stream.of(
                        Stream.of(topics.models(), topics.modelStatus(), topics.activity()),
                        window.stream().map(each -> topics.modelQuality()))
                .flatMap(each -> each)
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
        consumer.assign(partitions);
        ends.putAll(consumer.endOffsets(partitions));
        long now = clock.millis();
        if (past.isEmpty()) {
            past = Optional.of(new PastReports(now, this::takePast));
        }
        if (positions.isEmpty()) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, now - lately(partition.topic())));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            partitions.forEach(partition -> {
                OffsetAndTimestamp at = found.get(partition);
                boolean whole = partition.topic().equals(topics.models());
                positions.put(
                        partition, whole ? 0L : at == null ? Objects.requireNonNull(ends.get(partition)) : at.offset());
            });
        }
        positions.forEach(consumer::seek);
    }

    private long lately(String topic) {
        long history = page.facts().history();
        return topic.equals(topics.modelQuality())
                ? window.map(each -> Math.max(history, QualityTopic.lately(each).toMillis()))
                        .orElse(history)
                : history;
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        long untilChange = past.isEmpty() ? nextChange - clock.millis() : LONGEST_POLL.toMillis();
        long wait = Math.max(0, Math.min(LONGEST_POLL.toMillis(), untilChange));
        var records = consumer.poll(Duration.ofMillis(wait));
        // one at a time, so that a page that is opened meanwhile does not wait for all
        records.forEach(this::take);
        records.partitions().forEach(partition -> positions.put(partition, consumer.position(partition)));
        long now = clock.millis();
        if (now >= nextChange && isPresent(consumer)) {
            nextChange = now + page.facts().interval();
            page.change();
        }
        page.beat();
    }

    /** Returns whether the history is read: before, the axis follows the records. */
    private boolean isPresent(Consumer<byte[], byte[]> consumer) {
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        if (ends.isEmpty()) {
            past.ifPresent(PastReports::end);
            past = Optional.empty();
        }
        return ends.isEmpty();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(topics.models())) {
            page.take((state, now) -> state.takeModel(record));
        } else if (record.topic().equals(topics.modelStatus())) {
            page.take((state, now) -> state.takeStatus(record));
        } else if (record.topic().equals(topics.modelQuality())) {
            page.take((state, now) -> state.takeQuality(record));
        } else if (record.value() != null) {
            past.ifPresentOrElse(reports -> reports.take(record), () -> takeReport(record));
        }
    }

    private void takeReport(ConsumerRecord<byte[], byte[]> record) {
        readReport(
                record,
                report -> page.take((state, now) -> {
                    state.advance(now);
                    state.take(report, record.timestamp(), now);
                }));
    }

    private void readReport(ConsumerRecord<byte[], byte[]> record, java.util.function.Consumer<ActivityReport> take) {
        try {
            ActivityReport report = ActivityRecords.read(record.value());
            // another application on the same topics counts the same readings
            if (report.applicationId().equals(page.facts().application())) {
                take.accept(report);
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            LOG.debug("a report of activity at offset {} cannot be read: {}", record.offset(), e.getMessage());
        }
    }

    /** Takes reports of the same half minute, or a single one. */
    private void takePast(List<ConsumerRecord<byte[], byte[]>> records) {
        records.forEach(record -> readReport(
                record,
                report -> page.take((state, now) -> {
                    if (record.timestamp() <= now + AHEAD) {
                        state.takePast(report, record.timestamp(), now);
                    }
                })));
        page.take((state, now) -> state.advancePast());
    }

    @Override
    public void close() {
        stopping.countDown();
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            // an interruption would keep it from closing its connections in order
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
