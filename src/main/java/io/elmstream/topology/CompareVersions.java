package io.elmstream.topology;

import io.elmstream.governor.Comparisons;
import io.elmstream.governor.Governed;
import io.elmstream.governor.Governor;
import io.elmstream.governor.InstanceReport.Compared;
import io.elmstream.governor.InstanceReport;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.ControlCodec;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges what the instances counted of champion and challenger, and lets the challenger's gate decide. The decision is a step of
 * the timeline, made in the same transaction as the count that led to it, so it is made once.
 */
final class CompareVersions extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(CompareVersions.class);

    private final ControlCodec<io.elmstream.wire.avro.InstanceReport> codec = ControlCodec.reports();
    private final Governor governor;
    private final GovernorOutput.Encoders encoders;
    private @Nullable GovernorOutput output;
    private @Nullable GovernedModels models;

    CompareVersions(Governor governor, GovernorOutput.Encoders encoders) {
        this.governor = governor;
        this.encoders = encoders;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> streams) {
        super.init(streams);
        models = new GovernedModels(streams.getStateStore(Names.GOVERNED_STORE));
        output = new GovernorOutput(streams, encoders);
    }

    /** Looks at reports of its own application only: answers are on the topic too, and what others say who read the same again. */
    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null
                || !ReportRecords.isReport(new String(record.key(), StandardCharsets.UTF_8))) {
            return;
        }
        report(record.value())
                .filter(report -> Names.governorOf(report.applicationId()).equals(context().applicationId()))
                .ifPresent(report -> report.models().forEach(model -> merge(report, model)));
    }

    private Optional<InstanceReport> report(byte[] value) {
        try {
            return Optional.of(ReportRecords.report(codec.decode(value)));
        } catch (UnreadableRecordException | RuntimeException e) {
            LOG.warn("left out a report, {}: {}", context().recordMetadata(), e.getMessage());
            return Optional.empty();
        }
    }

    private void merge(InstanceReport report, InstanceReport.Model model) {
        if (model.comparison().isEmpty() || !ModelId.isValid(model.modelId())) {
            return;
        }
        Compared compared = model.comparison().get();
        Optional<Governed> governed = models.model(new ModelId(model.modelId()));
        Optional<Step> tried = governed
                .flatMap(state -> state.timeline().latest())
                .filter(step -> step.challenger().isPresent() && step.revision() == compared.revision());
        if (tried.isEmpty()) {
            return;
        }
        ModelId id = governed.get().modelId();
        long now = context().currentSystemTimeMs();
        Comparisons comparisons = models.comparisons(id, compared.revision()).with(report, compared.comparison());
        models.put(id, comparisons);
        output.comparison(
                ReportRecords.comparisonKey(id), ReportRecords.merged(id, tried.get(), comparisons, now), now);
        decide(governed.get(), comparisons.sum(), now).ifPresent(timeline -> {
            LOG.info("model {}: {}", id, timeline.steps().get(timeline.steps().size() - 1).reason());
            models.put(governed.get().with(timeline));
            output.timeline(timeline, now);
        });
    }

    private Optional<Timeline> decide(Governed governed, Comparison comparison, long now) {
        try {
            return governor.decide(governed, comparison, now);
        } catch (RuntimeException e) {
            // a governor that fell over a gate would fall over it again after every restart
            LOG.error("could not decide about the challenger of {}", governed.modelId(), e);
            return Optional.empty();
        }
    }
}
