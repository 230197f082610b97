package io.elmstream.app;

import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.FittingReport;
import io.elmstream.activity.InstanceActivity;
import io.elmstream.config.Configuration;
import io.elmstream.config.InstanceId;
import io.elmstream.config.PageSettings;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.serving.ModelIndex;
import io.elmstream.wire.ActivityRecords;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on the topic of activity what this instance did since its process started, every {@code page.interval.ms},
 * and once more when it stops. A report that does not arrive loses nothing, because the next one contains it.
 */
final class ActivityReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityReporter.class);

    private final Elmstream elmstream;
    private final Configuration configuration;
    private final InstanceActivity activity;
    private final Duration interval;
    private final String topic;
    private final String instanceId;
    private final String address;
    private final int schema;
    private final int maxBytes;
    private final long startedAt = System.currentTimeMillis();
    private final long startedNanos = System.nanoTime();
    private final ControlCodec<io.elmstream.wire.avro.ActivityReport> codec = ControlCodec.activityReports();
    private final ReportProducer producer;
    private final ScheduledExecutorService reporting =
            Executors.newSingleThreadScheduledExecutor(Elmstream.daemon("report-activity"));
    private final LostReports lost;
    private Optional<ModelIndex> index = Optional.empty();
    private boolean shortened;

    /**
     * @param folder for the state of the instance
     * @param clusterId Kafka's id of the cluster if reports are signed, else empty
     * @param activity what the instance counts besides what it counts by version
     */
    ActivityReporter(
            Elmstream elmstream,
            Configuration configuration,
            PageSettings page,
            SchemaRegistry registry,
            Path folder,
            String clusterId,
            InstanceActivity activity) {
        this.elmstream = elmstream;
        this.configuration = configuration;
        this.activity = activity;
        this.interval = page.interval();
        this.topic = configuration.inference().topics().activity();
        this.lost = new LostReports(LOG, topic, "the page shows this instance later");
        this.instanceId = InstanceId.of(configuration, folder);
        this.address = configuration
                .http()
                .map(http -> http.host() + ":" + http.port())
                .orElse("");
        this.schema = registry.register(topic, codec.schema());
        this.producer =
                new ReportProducer(configuration, topic, instanceId, configuration.instanceKey(clusterId), Map.of());
        this.maxBytes = configuration.inference().limits().activity().room(producer.key());
    }

    void start() {
        reporting.scheduleWithFixedDelay(
                () -> report(false), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void report(boolean leaving) {
        try {
            ActivityReport whole = now(leaving);
            ActivityReport report = FittingReport.of(whole, each -> encode(each).length <= maxBytes);
            warnIfShort(report != whole);
            // the record has the time of day, which may step; how long was counted is told by the report
            producer.send(encode(report), System.currentTimeMillis(), Map.of(), (written, failure) -> {
                if (failure == null) {
                    lost.arrived();
                } else {
                    lost.failed(Diagnosis.told(failure, Side.KAFKA));
                }
            });
        } catch (RuntimeException e) {
            // an exception would cancel the scheduled task
            lost.failed(Diagnosis.told(e, Side.KAFKA));
        }
    }

    private byte[] encode(ActivityReport report) {
        return codec.encode(schema, ActivityRecords.report(report));
    }

    private void warnIfShort(boolean isShort) {
        if (isShort && !shortened) {
            LOG.warn(
                    "a report on {} holds {} bytes at most, so that samples, sensors in alert or versions are left out;"
                            + " increase max.message.bytes of the topic, or retire versions that are not used",
                    topic,
                    maxBytes);
        }
        shortened = isShort;
    }

    private ActivityReport now(boolean leaving) {
        HealthReport health = elmstream.health();
        Runtime runtime = Runtime.getRuntime();
        // the last report is made when the store that holds the index is closed
        index = elmstream.index().or(() -> index);
        return new ActivityReport(
                instanceId,
                configuration.applicationId(),
                BuildInfo.version(),
                Runtime.version().toString(),
                address,
                startedAt,
                startedAt + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos),
                leaving,
                health.status().word(),
                health.reasons(),
                health.warnings(),
                health.threads(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                ProcessMetrics.cpuTime().map(Duration::toMillis).orElse(0L),
                index.map(ModelIndex::activity).orElse(List.of()),
                activity.alertsRaised(),
                activity.alertsCleared(),
                activity.alertsStanding(),
                activity.deadLetters(),
                activity.latency(),
                elmstream.partitions(),
                activity.nextAlerts(),
                activity.samples());
    }

    /** Reports a last time, when all that the instance did is counted. */
    @Override
    public void close() {
        reporting.shutdownNow();
        try {
            if (reporting.awaitTermination(ReportProducer.MAX_BLOCK, TimeUnit.MILLISECONDS)) {
                report(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
