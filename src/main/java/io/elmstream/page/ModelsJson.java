package io.elmstream.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.elmstream.client.ModelState;
import io.elmstream.client.ModelsTable;
import io.elmstream.client.QualityTopic;
import io.elmstream.client.StatusTopic;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.ClassPair;
import io.elmstream.rollout.Comparison;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.wire.ReportRecords;
import io.elmstream.wire.avro.ModelComparison;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes the models with their versions, timelines, comparisons and quality. */
final class ModelsJson {

    private static final int MOST_MODELS = 200;
    private static final int MOST_VERSIONS = 50;
    private static final int MOST_STEPS = 50;
    private static final int MOST_PAIRS = 10;

    /** Standard errors on either side of an interval of 95 %. */
    private static final double NORMAL_95 = 1.96;

    private final JsonGenerator out;
    private final PageState state;
    private final long now;
    private final ModelsTable table;
    private final StatusTopic status;

    ModelsJson(JsonGenerator out, PageState state, long now) {
        this.out = out;
        this.state = state;
        this.now = now;
        this.status = state.status().latest();
        this.table = new ModelsTable(state.models(), status, now);
    }

    /** Writes an array. */
    void write() throws IOException {
        out.writeStartArray();
        for (ModelId id : table.modelIds().stream().limit(MOST_MODELS).toList()) {
            out.writeStartObject();
            model(id);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void model(ModelId id) throws IOException {
        Timeline timeline = table.timeline(id);
        Optional<Step.Deployment> inForce = timeline.stepAt(now).or(timeline::latest);
        Optional<Challenger> challenger = inForce.flatMap(Step.Deployment::challenger);
        int champion = inForce.map(Step::champion).orElse(Step.NONE);
        out.writeStringField("id", id.value());
        out.writeStringField("kind", id.ruled().isPresent() ? "rules" : "model");
        out.writeNumberField("revision", timeline.revision());
        if (champion != Step.NONE) {
            out.writeNumberField("champion", champion);
        }
        if (challenger.isPresent()) {
            Challenger tried = challenger.get();
            out.writeNumberField("challenger", tried.version());
            out.writeStringField("mode", tried.mode().name().toLowerCase(Locale.ROOT));
            out.writeStringField("share", tried.share().toString());
            if (tried.gate().isPresent()) {
                out.writeStringField("gate", GateWords.of(tried.gate().get()));
            }
        }
        versions(id);
        timeline(timeline);
        Optional<ModelComparison> comparison = status.comparison(id)
                .map(StatusTopic.Merged::comparison)
                // a version that is on trial again is compared anew
                .filter(found -> challenger.isPresent()
                        && found.getChallenger().getVersion()
                                == challenger.get().version()
                        && found.getComparison().getRevision()
                                == inForce.orElseThrow().revision());
        if (comparison.isPresent()) {
            comparison(comparison.get());
        }
        Optional<QualityTopic.Known> quality = state.quality().of(id).stream()
                .filter(known -> known.latest().getVersion() == champion)
                .findFirst();
        new QualityJson(out, state).write(id.value(), quality);
    }

    private void versions(ModelId id) throws IOException {
        List<ModelsTable.Version> versions = table.versions(id);
        out.writeArrayFieldStart("versions");
        for (ModelsTable.Version version :
                versions.subList(Math.max(0, versions.size() - MOST_VERSIONS), versions.size())) {
            out.writeStartObject();
            out.writeNumberField("version", version.version());
            out.writeStringField("state", word(version));
            out.writeNumberField("bytes", version.bytes());
            OptionalDouble nanos = state.scoringTimes().nanos(new Since.Version(id.value(), version.version()));
            if (nanos.isPresent()) {
                out.writeFieldName("nanosPerReading");
                SeriesJson.number(out, nanos.getAsDouble());
            }
            out.writeNumberField("predictions", version.predictions());
            if (version.accuracy().isPresent()) {
                out.writeNumberField("accuracy", version.accuracy().get());
            }
            out.writeNumberField("labelled", version.labelled());
            instances(new VersionKey(id, version.version()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String word(ModelsTable.Version version) {
        if (version.is(ModelState.CHAMPION) || version.is(ModelState.RETIRED)) {
            return version.state();
        }
        if (version.is(ModelState.SHADOW) || version.is(ModelState.CANARY)) {
            return "challenger";
        }
        boolean unusable = version.is(ModelState.REFUSED)
                || (version.ready() == 0 && !version.failed().isEmpty());
        return unusable ? "failed" : "ready";
    }

    private void instances(VersionKey key) throws IOException {
        out.writeArrayFieldStart("instances");
        for (InstanceReport report : table.live()) {
            Optional<InstanceReport.Version> reported = StatusTopic.version(report, key);
            if (reported.isPresent()) {
                out.writeStartObject();
                out.writeStringField("id", report.instanceId());
                out.writeStringField("readiness", reported.get().readiness().name());
                out.writeStringField("reason", Texts.cut(reported.get().reason().orElse("")));
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private void timeline(Timeline timeline) throws IOException {
        List<Step> steps = timeline.steps();
        out.writeArrayFieldStart("timeline");
        for (Step step : steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size())) {
            StepWords words = StepWords.of(step);
            out.writeStartObject();
            out.writeNumberField("revision", step.revision());
            if (step.effectiveFrom() != Step.BEGINNING) {
                out.writeNumberField("from", step.effectiveFrom());
            }
            if (step.champion() != Step.NONE) {
                out.writeNumberField("champion", step.champion());
            }
            if (step.challenger().isPresent()) {
                out.writeNumberField("challenger", step.challenger().get().version());
            }
            out.writeStringField("text", step.inWords());
            out.writeStringField("who", words.who());
            out.writeStringField("why", words.why());
            if (step.madeAt().isPresent()) {
                out.writeNumberField("at", step.madeAt().getAsLong());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void comparison(ModelComparison found) throws IOException {
        Comparison sum = ReportRecords.comparison(found.getComparison()).comparison();
        out.writeObjectFieldStart("comparison");
        out.writeNumberField("challenger", found.getChallenger().getVersion());
        out.writeNumberField("compared", sum.compared());
        out.writeNumberField("agreed", sum.agreed());
        out.writeNumberField("errors", sum.challengerErrors());
        out.writeNumberField("labelled", sum.labelled());
        out.writeNumberField("championCorrect", sum.championCorrect());
        out.writeNumberField("challengerCorrect", sum.challengerCorrect());
        if (sum.labelled() > 0) {
            difference(sum);
        }
        out.writeArrayFieldStart("pairs");
        for (Map.Entry<ClassPair, Long> pair :
                sum.mostFirst().stream().limit(MOST_PAIRS).toList()) {
            out.writeStartObject();
            out.writeStringField("champion", Texts.cut(pair.getKey().champion()));
            out.writeStringField("challenger", Texts.cut(pair.getKey().challenger()));
            out.writeNumberField("count", pair.getValue());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /**
     * Writes how much more accurate the challenger is, with an interval of 95 % for paired answers. Only where both
     * disagree can one of them alone be right, so their disagreement bounds the variance.
     */
    private void difference(Comparison sum) throws IOException {
        double difference = sum.challengerAccuracy() - sum.championAccuracy();
        double disagreed = sum.compared() == 0 ? 1 : 1 - sum.agreement();
        double variance = Math.max(Math.abs(difference), disagreed) - difference * difference;
        double half = NORMAL_95 * Math.sqrt(Math.max(0, variance) / sum.labelled());
        out.writeNumberField("difference", difference);
        out.writeNumberField("low", Math.max(-1, difference - half));
        out.writeNumberField("high", Math.min(1, difference + half));
    }
}
