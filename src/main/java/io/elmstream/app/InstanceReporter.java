package io.elmstream.app;

import io.elmstream.config.Configuration;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.governor.ShortenedReport;
import io.elmstream.governor.SigningKey;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on the status topic which versions this instance serves: every {@link #HEARTBEAT}; immediately when a version
 * becomes ready or fails, or when a new timeline or timeout is known; every {@link #COUNTS} while a challenger is
 * compared, because gates decide by those counts; and once more when the instance stops. It uses its own thread and
 * producer, so that a broker that does not answer delays nothing else.
 */
final class InstanceReporter implements AutoCloseable {

    /** How often an instance reports when nothing changes. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** How often an instance reports while it compares a challenger with the champion. */
    static final Duration COUNTS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(InstanceReporter.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** The number of models that did not fit into a report. */
    private static final String TRUNCATED_MODELS = "elmstream.truncated.models";

    private final String topic;
    private final int maxBytes;
    private final int schema;
    private final String instanceId;
    private final String applicationId;
    private final Supplier<Map<ModelId, InstanceReport.Model>> models;
    private final long startedAt = System.currentTimeMillis();
    private final ControlCodec<io.elmstream.wire.avro.InstanceReport> codec = ControlCodec.reports();
    private final ReportProducer producer;
    private final LostReports lost;
    private final ScheduledExecutorService reporting =
            Executors.newSingleThreadScheduledExecutor(Elmstream.daemon("report-instance"));
    private List<InstanceReport.Model> last = List.of();
    private long lastSent;
    private volatile long writtenAt;
    private int lastLeftOut;

    /**
     * @param signing signs the reports
     * @param models the state of every model on this instance
     */
    InstanceReporter(
            Configuration configuration,
            SchemaRegistry registry,
            String instanceId,
            Optional<SigningKey> signing,
            Supplier<Map<ModelId, InstanceReport.Model>> models) {
        this.topic = configuration.inference().topics().modelStatus();
        this.lost = new LostReports(LOG, topic, "this instance may look stale");
        this.schema = registry.register(topic + "-instance", codec.schema());
        this.instanceId = instanceId;
        this.applicationId = configuration.applicationId();
        this.models = models;
        this.producer = new ReportProducer(configuration, topic, instanceId, signing, Map.of());
        this.maxBytes = configuration.inference().limits().modelStatus().room(producer.key());
    }

    void start() {
        reporting.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns when the last report that reached its topic was made, in epoch milliseconds; 0 if none has. */
    long writtenAt() {
        return writtenAt;
    }

    private void look() {
        try {
            List<InstanceReport.Model> now = List.copyOf(models.get().values());
            if (isDue(now, System.nanoTime() - lastSent)) {
                report(now, false);
                last = now;
                lastSent = System.nanoTime();
            }
        } catch (RuntimeException e) {
            lost.failed(Diagnosis.told(e, Side.KAFKA));
        }
    }

    private boolean isDue(List<InstanceReport.Model> now, long quietNanos) {
        return lastSent == 0
                || quietNanos >= HEARTBEAT.toNanos()
                || differ(now, InstanceReporter::readiness)
                || (quietNanos >= COUNTS.toNanos() && differ(now, InstanceReport.Model::comparison));
    }

    private boolean differ(List<InstanceReport.Model> now, Function<InstanceReport.Model, Object> aspect) {
        return !now.stream()
                .map(aspect)
                .toList()
                .equals(last.stream().map(aspect).toList());
    }

    /** The part of a report that triggers a new report when it changes: everything but the counts. */
    private static Object readiness(InstanceReport.Model model) {
        return List.of(
                model.modelId(),
                model.revision(),
                model.serving(),
                model.versions().stream()
                        .map(version -> List.of(version.version(), version.readiness()))
                        .toList());
    }

    private void report(List<InstanceReport.Model> now, boolean leaving) {
        InstanceReport report =
                new InstanceReport(instanceId, applicationId, startedAt, System.currentTimeMillis(), leaving, now);
        ShortenedReport shortened = ShortenedReport.of(report, told -> encode(told).length <= maxBytes);
        byte[] value = encode(shortened.report());
        warnOfLeftOut(shortened.modelsLeftOut());
        producer.send(value, report.at(), leftOut(shortened.modelsLeftOut()), (written, failure) -> {
            if (failure == null) {
                writtenAt = report.at();
                lost.arrived();
            } else {
                lost.failed(Diagnosis.told(failure, Side.KAFKA));
            }
        });
    }

    private byte[] encode(InstanceReport report) {
        return codec.encode(schema, ReportRecords.report(report));
    }

    private static Map<String, String> leftOut(int models) {
        return models > 0 ? Map.of(TRUNCATED_MODELS, Integer.toString(models)) : Map.of();
    }

    private void warnOfLeftOut(int models) {
        if (models > 0 && lastLeftOut == 0) {
            LOG.warn(
                    "a report on {} holds {} bytes at most and leaves out {} models; retire versions and models that"
                            + " are not used, or serve them with another application",
                    topic,
                    maxBytes,
                    models);
        }
        lastLeftOut = models;
    }

    /** Reports a last time before the instance stops. */
    @Override
    public void close() {
        reporting.shutdownNow();
        try {
            if (reporting.awaitTermination(ReportProducer.MAX_BLOCK, TimeUnit.MILLISECONDS)) {
                report(List.copyOf(models.get().values()), true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("could not report on {} that the instance stops: {}", topic, Diagnosis.told(e, Side.KAFKA));
        }
        producer.close();
    }
}
