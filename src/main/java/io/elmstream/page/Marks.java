package io.elmstream.page;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step;
import io.elmstream.rollout.Timeline;
import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.ModelRecordVisitor;
import io.elmstream.wire.ModelRecords;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelDrift;
import io.elmstream.wire.avro.ModelQuality;
import io.elmstream.wire.avro.ModelStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The newest marks. They follow from the records alone, so that every instance shows the same. */
final class Marks {

    static final int MOST = 500;

    private static final Comparator<Mark> OLDEST_FIRST =
            Comparator.comparingLong(Mark::at).thenComparing(Mark::id);

    private final TreeSet<Mark> marks = new TreeSet<>(OLDEST_FIRST);
    private final Map<String, Mark> byId = new HashMap<>();

    /** Who asked for a version or its end, as the latest answers tell. */
    private final Map<Asked, String> askers = new LinkedHashMap<>();

    /** The governor gives its answer and what it writes the same time. */
    private record Asked(String model, int version, long at) {

        static Asked of(Mark mark) {
            return new Asked(mark.model(), mark.version(), mark.at());
        }
    }

    /** Takes a record of the models topic. */
    void take(ModelsTopic.Entry entry) {
        if (entry.value() == null) {
            return;
        }
        try {
            ModelRecords.read(entry.value(), new FromModels(entry.timestamp()));
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            // not a record of a model: instances skip it, too
            return;
        }
    }

    /** Takes an answer of the governor: a refusal, or who asked for something that follows from the models. */
    void take(ModelStatus answer, long offset) {
        if (answer.getOutcome() == CommandOutcome.ACCEPTED
                && answer.getRequestId() != null
                && answer.getModelId() != null
                && answer.getVersion() != null) {
            accepted(
                    new Asked(
                            answer.getModelId(),
                            answer.getVersion(),
                            answer.getAt().toEpochMilli()),
                    "request " + Texts.cut(answer.getRequestId()));
        }
        if (answer.getOutcome() == CommandOutcome.REFUSED) {
            put(new Mark(
                    "status/" + offset,
                    answer.getAt().toEpochMilli(),
                    answer.getModelId() == null ? "" : Texts.cut(answer.getModelId()),
                    answer.getVersion() == null ? 0 : answer.getVersion(),
                    "refused",
                    "refused" + (answer.getCode() == null ? "" : ": " + Texts.cut(answer.getCode())),
                    answer.getRequestId() == null ? "" : "request " + Texts.cut(answer.getRequestId()),
                    Texts.cut(answer.getMessage())));
        }
    }

    private void accepted(Asked asked, String who) {
        askers.put(asked, who);
        if (askers.size() > MOST) {
            askers.remove(askers.keySet().iterator().next());
        }
        marks.stream()
                .filter(mark -> mark.isOfVersion() && Asked.of(mark).equals(asked))
                .toList()
                .forEach(mark -> put(mark.by(who)));
    }

    /** Takes the quality of a version. */
    void take(ModelQuality quality) {
        for (ModelDrift drift : quality.getDrifts()) {
            String signal = drift.getSignal().name().toLowerCase(Locale.ROOT);
            String of = drift.getFeature() == null ? signal : signal + " " + Texts.cut(drift.getFeature());
            long since = drift.getSince().toEpochMilli();
            put(new Mark(
                    "drift/" + quality.getModelId() + "/" + quality.getVersion() + "/" + of + "/" + since,
                    since,
                    Texts.cut(quality.getModelId()),
                    quality.getVersion(),
                    "drift",
                    "drift of " + of,
                    "",
                    String.format(Locale.ROOT, "%.3f, was or may be %.3f", drift.getAfter(), drift.getBefore())));
        }
    }

    /** What the records of the models topic tell. */
    private final class FromModels implements ModelRecordVisitor {

        private final long at;

        private FromModels(long at) {
            this.at = at;
        }

        @Override
        public void artefact(VersionKey version, String digest, byte[] bytes) {
            published(version, digest);
        }

        @Override
        public void part(VersionKey version, int part, byte[] bytes) {}

        @Override
        public void inParts(VersionKey version, String digest, int size, int parts) {
            published(version, digest);
        }

        private void published(VersionKey version, String digest) {
            String id = "version/" + version.modelId() + "/" + version.version() + "/" + digest;
            Mark known = byId.get(id);
            if (known == null || known.at() > at) {
                put(of(id, version, "publish", "published"));
            }
        }

        private Mark of(String id, VersionKey version, String kind, String text) {
            Mark mark = new Mark(id, at, version.modelId().value(), version.version(), kind, text, "", "");
            return mark.by(askers.getOrDefault(Asked.of(mark), ""));
        }

        @Override
        public void retired(VersionKey version, String digest) {
            put(of("retired/" + version.modelId() + "/" + version.version(), version, "retire", "retired"));
        }

        @Override
        public void timeline(Timeline timeline) {
            List<Step> steps = timeline.steps();
            for (Step step : steps.subList(Math.max(0, steps.size() - MOST), steps.size())) {
                // only a step of the first release has no time
                step.madeAt().ifPresent(made -> put(mark(timeline.modelId(), step, made)));
            }
        }

        @Override
        public void learning(ModelId id, Learning learning) {
            put(new Mark("learning/" + id + "/" + at, at, id.value(), 0, "learn", "learning is " + learning, "", ""));
        }
    }

    private static Mark mark(ModelId model, Step step, long made) {
        StepWords words = StepWords.of(step);
        return new Mark(
                "step/" + model + "/" + step.revision(),
                made,
                model.value(),
                words.version(),
                words.kind(),
                step.inWords(),
                words.who(),
                words.why());
    }

    private void put(Mark mark) {
        Mark before = byId.put(mark.id(), mark);
        if (before != null) {
            marks.remove(before);
        }
        marks.add(mark);
        if (marks.size() > MOST) {
            byId.remove(marks.first().id());
            marks.pollFirst();
        }
    }

    /** Returns the marks since a time in epoch milliseconds, oldest first. */
    List<Mark> since(long from) {
        return marks.stream().filter(mark -> mark.at() >= from).toList();
    }
}
