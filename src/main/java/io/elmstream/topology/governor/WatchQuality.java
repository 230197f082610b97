package io.elmstream.topology.governor;

import io.elmstream.governor.GovernedState;
import io.elmstream.governor.ReportBounds;
import io.elmstream.governor.Trust;
import io.elmstream.model.VersionKey;
import io.elmstream.quality.Drift;
import io.elmstream.quality.QualityState;
import io.elmstream.quality.QualityWatch;
import io.elmstream.quality.QualityWindow;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import io.elmstream.topology.Names;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.CountedQuality;
import io.elmstream.wire.QualityRecords;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.QualityReport;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up what instances count of the readings of each version, and publishes the quality of each window and each
 * drift, once. A report is either counted or skipped, whatever it contains.
 */
final class WatchQuality implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchQuality.class);

    /** With more, the state of a version would not fit into a record of the changelog. */
    private static final int MOST_FEATURES = 1_000;

    /** The largest state of a version, in bytes: what Kafka takes by default, less key and headers. */
    private static final int MOST_BYTES = 1_000_000;

    private final LeftOutReports leftOut;
    private final ProcessorContext<byte[], byte[]> context;
    private final QualityPolicy policy;
    private final SignedReports signed;
    private final GovernedModels models;
    private final GovernorOutput output;
    private final QualityMetrics metrics;
    /** If commands must be signed, reports that anyone can forge must not do what only a trusted key may. */
    private final boolean mayReact;

    WatchQuality(
            ProcessorContext<byte[], byte[]> context,
            QualityPolicy policy,
            Trust trust,
            GovernorOutput.Encoders encoders) {
        this.context = context;
        this.leftOut = new LeftOutReports(LOG, context, "model-quality");
        this.policy = policy;
        this.signed = new SignedReports(trust);
        this.mayReact = trust.gatesStandStill().isEmpty();
        if (policy.learns() && !mayReact) {
            LOG.warn("commands must be signed here and reports need not be, so drift turns on no learning: set"
                    + " instance.key and governor.instance.keys on all instances");
        }
        this.models = new GovernedModels(context.getStateStore(Names.GOVERNED_STORE));
        this.output = new GovernorOutput(context, encoders);
        this.metrics = new QualityMetrics(context.metrics(), context.taskId());
    }

    /** Processes only reports of its own application. */
    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null || !ReportRecords.isReport(record.key())) {
            return;
        }
        counted(record).ifPresent(counted -> {
            try {
                take(
                        counted.features().size() > MOST_FEATURES ? counted.withoutFeatures() : counted,
                        context.currentSystemTimeMs());
            } catch (IllegalArgumentException e) {
                // a governor that failed on a report would fail on it again after every restart
                LOG.error("could not count the quality of {}", counted.version(), e);
            }
        });
    }

    private Optional<CountedQuality> counted(Record<byte[], byte[]> record) {
        try {
            if (record.value().length > ReportBounds.MAX_BYTES) {
                leftOut.add(() ->
                        "it has " + record.value().length + " bytes, at most " + ReportBounds.MAX_BYTES + " are read");
                return Optional.empty();
            }
            QualityReport report = ControlCodec.qualityReports().decode(record.value());
            if (!Names.governorOf(report.getApplicationId()).equals(context.applicationId())) {
                return Optional.empty();
            }
            if (signed.accept(record)) {
                return Optional.of(QualityRecords.counted(report));
            }
            leftOut.add(() -> SignedReports.UNSIGNED);
        } catch (UnreadableRecordException | RuntimeException e) {
            leftOut.add(() -> String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private void take(CountedQuality counted, long now) {
        VersionKey version = counted.version();
        Optional<GovernedState> governed = published(version);
        if (governed.isEmpty()) {
            return;
        }
        QualityWatch watch = watch(counted, now);
        Optional<QualityWindow> said = watch.add(counted.counts(), now);
        byte[] state = QualityState.write(watch);
        if (state.length > MOST_BYTES) {
            leftOut.add(() -> "with it, the quality of " + version + " would take " + state.length + " bytes, at most "
                    + MOST_BYTES + " are stored");
            return;
        }
        models.putQuality(version, state);
        said.ifPresent(window -> {
            output.quality(counted, window, now);
            if (!window.found().isEmpty()) {
                tell(counted, window);
                metrics.found(window.found());
                react(governed.get(), version, now);
            }
        });
    }

    private Optional<GovernedState> published(VersionKey version) {
        try {
            Optional<GovernedState> governed = models.model(version.modelId())
                    .filter(state ->
                            models.version(version.modelId(), version.version()).isPresent());
            if (governed.isEmpty()) {
                leftOut.add(() -> version + " was never published");
            }
            return governed;
        } catch (IllegalStateException e) {
            // for example a later release has stored it in a form that this one does not know
            leftOut.add(() -> String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private QualityWatch watch(CountedQuality counted, long now) {
        Optional<byte[]> stored = models.quality(counted.version());
        if (stored.isPresent()) {
            try {
                return QualityState.read(stored.get(), counted.expectation(), policy.settings(), counted.counts());
            } catch (IllegalArgumentException e) {
                leftOut.add(() ->
                        "what was known of the quality of " + counted.version() + " is dropped: " + e.getMessage());
            }
        }
        return new QualityWatch(counted.expectation(), policy.settings(), counted.counts(), now);
    }

    private static void tell(CountedQuality counted, QualityWindow window) {
        for (Drift drift : window.found()) {
            LOG.warn(
                    "drift of {}: {}{} went from {} to {}. elmstream model quality {} shows more",
                    counted.version(),
                    drift.signal(),
                    drift.feature() < 0 ? "" : " " + counted.features().get(drift.feature()),
                    (float) drift.before(),
                    (float) drift.after(),
                    counted.version().modelId());
        }
    }

    /** Turns on learning if that is wanted, and if the drift is one of the champion. */
    private void react(GovernedState governed, VersionKey version, long now) {
        Learning learning = governed.learning();
        boolean champion = governed.timeline()
                .latest()
                .map(Step.Deployment::champion)
                .filter(serving -> serving == version.version())
                .isPresent();
        if (policy.learns() && mayReact && champion && !learning.on()) {
            Learning on = new Learning(true, learning.mode(), learning.share(), learning.gate());
            LOG.info("model {} learns from now on, because of the drift", version.modelId());
            models.put(governed.with(on));
            output.learning(version.modelId(), on, now);
        }
    }

    @Override
    public void close() {
        metrics.close();
    }
}
