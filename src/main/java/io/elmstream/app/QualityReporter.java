package io.elmstream.app;

import io.elmstream.config.Configuration;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.governor.ReportBounds;
import io.elmstream.governor.SigningKey;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.QualitySketch;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.CountedQuality;
import io.elmstream.wire.QualityRecords;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.QualityReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on the topic of quality what this instance counted of the readings of each version since its last report that
 * was acknowledged, twenty times per window but every ten seconds at least. It uses its own thread and producer, so
 * that a broker that does not answer delays nothing else. What was counted and not reported when a process dies is
 * lost.
 */
final class QualityReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QualityReporter.class);
    private static final int PER_WINDOW = 20;
    private static final Duration SELDOM = Duration.ofSeconds(10);

    /** Longer than the producer tries, so that a report is never sent twice. */
    private static final int DELIVERY = 300_000;

    private final String topic;
    private final int schema;
    private final String instanceId;
    private final String applicationId;
    private final Duration interval;
    private final Supplier<List<CountedQuality>> counted;
    private final ControlCodec<QualityReport> codec = ControlCodec.qualityReports();
    private final ReportProducer producer;
    private final LostReports lost;
    private final Map<VersionKey, QualitySketch> reported = new HashMap<>();
    private final Set<VersionKey> tooLarge = new HashSet<>();
    private final ScheduledExecutorService reporting =
            Executors.newSingleThreadScheduledExecutor(Elmstream.daemon("report-quality"));

    /**
     * @param window over which readings are summed
     * @param signing signs the reports
     * @param counted what was counted since the process started, by version
     */
    QualityReporter(
            Configuration configuration,
            SchemaRegistry registry,
            String instanceId,
            Duration window,
            Optional<SigningKey> signing,
            Supplier<List<CountedQuality>> counted) {
        this.topic = configuration.inference().topics().modelQuality();
        this.lost = new LostReports(LOG, topic, "its readings count later");
        this.schema = registry.register(topic + "-report", codec.schema());
        this.instanceId = instanceId;
        this.applicationId = configuration.applicationId();
        this.interval = interval(window);
        this.counted = counted;
        this.producer = new ReportProducer(
                configuration, topic, instanceId, signing, Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
    }

    static Duration interval(Duration window) {
        Duration often = window.dividedBy(PER_WINDOW);
        return often.compareTo(SELDOM) < 0 ? often : SELDOM;
    }

    void start() {
        reporting.scheduleWithFixedDelay(
                () -> report(DELIVERY), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void report(int patience) {
        try {
            List<CountedQuality> now = counted.get();
            reported.keySet()
                    .retainAll(now.stream().map(CountedQuality::version).toList());
            reportEach(now, each -> report(each, patience), lost);
        } catch (TimeoutException e) {
            lost.failed("no broker answered within " + patience + " ms");
        } catch (ExecutionException e) {
            lost.failed(Diagnosis.told(Diagnosis.cause(e), Side.KAFKA));
        } catch (RuntimeException e) {
            lost.failed(Diagnosis.told(e, Side.KAFKA));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends the report of a version, and waits until it has arrived. */
    interface Sending {
        void send(CountedQuality each) throws ExecutionException, InterruptedException, TimeoutException;
    }

    /**
     * Sends a report of each version. One that is refused does not keep back those of others, but only when all arrive
     * the outage is over.
     *
     * @throws ExecutionException if no further report would arrive now
     */
    static void reportEach(List<CountedQuality> versions, Sending sending, LostReports lost)
            throws ExecutionException, InterruptedException, TimeoutException {
        Optional<String> refused = Optional.empty();
        for (CountedQuality each : versions) {
            try {
                sending.send(each);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RetriableException) {
                    throw e;
                }
                refused = Optional.of(each.version() + ": " + Diagnosis.told(Diagnosis.cause(e), Side.KAFKA));
            }
        }
        refused.ifPresentOrElse(lost::failed, lost::arrived);
    }

    private void report(CountedQuality all, int patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        QualitySketch before = reported.get(all.version());
        CountedQuality since = before == null || !before.hasShapeOf(all.counts())
                ? all
                : all.with(all.counts().minus(before));
        long at = System.currentTimeMillis();
        byte[] value = fitting(since, at);
        producer.send(value, at, Map.of(), (written, failure) -> {}).get(patience, TimeUnit.MILLISECONDS);
        reported.put(all.version(), all.counts());
    }

    private byte[] fitting(CountedQuality counts, long at) {
        byte[] value = codec.encode(schema, QualityRecords.report(instanceId, applicationId, at, counts));
        if (value.length <= ReportBounds.MAX_BYTES - producer.key().length) {
            return value;
        }
        if (tooLarge.add(counts.version())) {
            LOG.warn(
                    "a report of the quality of {} would have {} bytes, so that its features are left out",
                    counts.version(),
                    value.length);
        }
        return codec.encode(schema, QualityRecords.report(instanceId, applicationId, at, counts.withoutFeatures()));
    }

    /** Reports a last time before the instance stops. */
    @Override
    public void close() {
        reporting.shutdownNow();
        try {
            if (reporting.awaitTermination(ReportProducer.MAX_BLOCK, TimeUnit.MILLISECONDS)) {
                report(ReportProducer.MAX_BLOCK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
