package io.elmstream.topology.governor;

import io.elmstream.governor.Comparisons;
import io.elmstream.governor.GovernedState;
import io.elmstream.governor.Governor;
import io.elmstream.governor.Trust;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.InstanceReport.Compared;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.Names;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the counts of champion and challenger that instances report, and evaluates the challenger's gate. The decision
 * is a step of the timeline, made in the same transaction as the count that led to it, so it is made exactly once. A
 * report is either counted or skipped, whatever it contains.
 */
final class CompareVersions implements Processor<byte[], byte[], byte[], byte[]> {

    /** The effect of a report on a model: what is stored and published. */
    private record Merged(
            GovernedState governed, Deployment tried, Comparisons comparisons, Optional<Timeline> decided) {}

    private static final Logger LOG = LoggerFactory.getLogger(CompareVersions.class);

    private final LeftOutReports leftOut;
    private final ProcessorContext<byte[], byte[]> context;
    private final Governor governor;
    private final Trust trust;
    private final SignedReports signed;
    private final GovernedModels models;
    private final GovernorOutput output;

    CompareVersions(
            ProcessorContext<byte[], byte[]> context,
            Governor governor,
            Trust trust,
            GovernorOutput.Encoders encoders) {
        this.context = context;
        this.leftOut = new LeftOutReports(LOG, context, "model-status");
        this.governor = governor;
        this.trust = trust;
        this.signed = new SignedReports(trust);
        this.models = new GovernedModels(context.getStateStore(Names.GOVERNED_STORE));
        this.output = new GovernorOutput(context, encoders);
        trust.gatesStandStill().ifPresent(LOG::warn);
    }

    /**
     * Processes only reports of its own application: the topic also contains answers, and reports of other applications
     * that read the same topics.
     */
    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null || !ReportRecords.isReport(record.key())) {
            return;
        }
        report(record)
                .filter(report -> Names.governorOf(report.applicationId()).equals(context.applicationId()))
                .ifPresent(report -> report.models().forEach(model -> merge(report, model)));
    }

    private Optional<InstanceReport> report(Record<byte[], byte[]> record) {
        try {
            InstanceReport report = ReportRecords.read(record.value());
            if (signed.accept(record)) {
                return Optional.of(report);
            }
            leftOut.add(() -> SignedReports.UNSIGNED);
        } catch (UnreadableRecordException | RuntimeException e) {
            leftOut.add(() -> String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private void merge(InstanceReport report, InstanceReport.Model model) {
        long now = context.currentSystemTimeMs();
        merged(report, model, now).ifPresent(merged -> {
            ModelId id = merged.governed().modelId();
            models.put(id, merged.comparisons());
            output.comparison(id, merged.tried(), merged.comparisons(), standsStill(merged.tried()), now);
            merged.decided().ifPresent(timeline -> {
                LOG.info(
                        "model {}: {}",
                        id,
                        timeline.steps().get(timeline.steps().size() - 1).reason());
                models.put(merged.governed().with(timeline));
                output.timeline(timeline, now);
                context.commit();
            });
        });
    }

    private Optional<String> standsStill(Deployment tried) {
        return tried.challenger().flatMap(Challenger::gate).flatMap(gate -> trust.gatesStandStill());
    }

    /**
     * Returns empty if the report changes nothing. A failure here skips the report; a failure to write fails with its
     * transaction.
     */
    private Optional<Merged> merged(InstanceReport report, InstanceReport.Model model, long now) {
        if (model.comparison().isEmpty()) {
            return Optional.empty();
        }
        Compared compared = model.comparison().get();
        try {
            Optional<GovernedState> governed = models.model(model.modelId());
            Optional<Deployment> tried = governed.flatMap(
                            state -> state.timeline().latest())
                    .filter(step -> step.challenger().isPresent() && step.revision() == compared.revision());
            if (tried.isEmpty()) {
                return Optional.empty();
            }
            Comparisons before = models.comparisons(governed.get().modelId(), compared.revision());
            Optional<String> objection = before.objection(report, compared.comparison(), now);
            if (objection.isPresent()) {
                leftOut.add(objection::get);
                return Optional.empty();
            }
            Comparisons after = before.with(report, compared.comparison(), now);
            Optional<Timeline> decided = trust.gatesStandStill().isPresent()
                    ? Optional.empty()
                    : governor.after(CommitLatency.slowest(context.metrics())).decide(governed.get(), after.sum(), now);
            return Optional.of(new Merged(governed.get(), tried.get(), after, decided));
        } catch (RuntimeException e) {
            // a governor that failed on a report would fail on it again after every restart
            LOG.error("could not count the report for {}", model.modelId(), e);
            return Optional.empty();
        }
    }
}
