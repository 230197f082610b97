package io.elmstream.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.elmstream.activity.ActivityReport;
import io.elmstream.activity.DeadLetterSample;
import io.elmstream.activity.SensorAlert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Writes what the page shows as JSON. Texts of strangers are data: a string of JSON, whatever they contain. */
final class PageJson {

    /** The most sensors in the state; more are found by a search. */
    static final int MOST_SENSORS = 200;

    private static final int MOST_PARTITIONS = 2_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private PageJson() {}

    /** Writes a JSON value. */
    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    /** Returns a JSON text. */
    static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /** Returns the full state. */
    static byte[] state(PageFacts facts, PageState state, long now) {
        return bytes(out -> {
            out.writeStartObject();
            out.writeStringField("application", facts.application());
            out.writeStringField("self", facts.self());
            out.writeNumberField("at", now);
            out.writeStringField("release", facts.release());
            out.writeBooleanField("actions", facts.actions());
            out.writeNumberField("intervalMillis", facts.interval());
            out.writeNumberField("historyMillis", facts.history());
            out.writeObjectFieldStart("features");
            out.writeBooleanField("quality", state.hasQuality());
            out.writeBooleanField(
                    "rules",
                    state.models().models().keySet().stream()
                            .anyMatch(id -> id.ruled().isPresent()));
            out.writeBooleanField("learner", facts.learner());
            out.writeBooleanField("clearing", facts.clearing());
            out.writeEndObject();
            series(out, state);
            out.writeFieldName("marks");
            marks(out, state.marks().since(now - facts.history()));
            for (Part part : Part.values()) {
                out.writeFieldName(part.field());
                part.write(out, state, now);
            }
            out.writeEndObject();
        });
    }

    private static void series(JsonGenerator out, PageState state) throws IOException {
        out.writeArrayFieldStart("times");
        for (long time : state.axis().stream().flatMapToLong(TimeAxis::times).toArray()) {
            out.writeNumber(time);
        }
        out.writeEndArray();
        out.writeObjectFieldStart("series");
        new SeriesJson(out, track -> state.axis().stream().flatMapToDouble(track::values)).write(state);
        out.writeEndObject();
    }

    static void marks(JsonGenerator out, List<Mark> marks) throws IOException {
        out.writeStartArray();
        for (Mark mark : marks) {
            out.writeStartObject();
            out.writeStringField("id", mark.id());
            out.writeNumberField("at", mark.at());
            out.writeStringField("model", mark.model());
            if (mark.version() > 0) {
                out.writeNumberField("version", mark.version());
            }
            out.writeStringField("kind", mark.kind());
            out.writeStringField("text", mark.text());
            out.writeStringField("who", mark.who());
            out.writeStringField("why", mark.why());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The parts that a change contains as a whole, if they differ from what was sent before. */
    enum Part {
        MODELS("models") {
            @Override
            void write(JsonGenerator out, PageState state, long now) throws IOException {
                new ModelsJson(out, state, now).write();
            }
        },
        PARTITIONS("partitions") {
            @Override
            void write(JsonGenerator out, PageState state, long now) throws IOException {
                out.writeStartArray();
                for (Instances.Read each : state.instances().partitions(now).stream()
                        .limit(MOST_PARTITIONS)
                        .toList()) {
                    out.writeStartObject();
                    out.writeStringField("topic", each.partition().topic());
                    out.writeNumberField("partition", each.partition().partition());
                    out.writeStringField("instance", each.instance());
                    out.writeNumberField("lag", each.partition().lag());
                    out.writeNumberField("oldestMillis", each.partition().oldestMillis());
                    out.writeBooleanField("moves", each.partition().moves());
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
        },
        INSTANCES("instances") {
            @Override
            void write(JsonGenerator out, PageState state, long now) throws IOException {
                out.writeStartArray();
                for (Instances.Known each : state.instances().all()) {
                    out.writeStartObject();
                    instance(out, each, now);
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
        },
        ALERTS("alerts") {
            @Override
            void write(JsonGenerator out, PageState state, long now) throws IOException {
                out.writeStartObject();
                out.writeNumberField(
                        "inAlert",
                        state.instances().present(now).stream()
                                .mapToLong(ActivityReport::sensorsInAlert)
                                .sum());
                out.writeFieldName("sensors");
                sensors(
                        out,
                        state.sensors().find("").stream().limit(MOST_SENSORS).toList());
                out.writeEndObject();
            }
        },
        DEAD_LETTERS("deadLetters") {
            @Override
            void write(JsonGenerator out, PageState state, long now) throws IOException {
                deadLetters(out, state);
            }
        };

        private final String field;

        Part(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }

        abstract void write(JsonGenerator out, PageState state, long now) throws IOException;
    }

    private static void instance(JsonGenerator out, Instances.Known known, long now) throws IOException {
        ActivityReport report = known.report();
        out.writeStringField("id", report.instanceId());
        out.writeStringField("release", Texts.cut(report.release()));
        out.writeStringField("java", Texts.cut(report.java()));
        out.writeStringField("address", Texts.cut(report.address()));
        out.writeStringField("status", Texts.cut(known.status(now)));
        out.writeNumberField("threads", report.threads());
        out.writeNumberField("startedAt", report.startedAt());
        out.writeNumberField("at", known.at());
        out.writeNumberField("heapUsed", report.heapUsed());
        out.writeNumberField("heapMax", report.heapMax());
        if (Double.isFinite(known.cpu())) {
            out.writeNumberField("cpu", Math.rint(1_000 * known.cpu()) / 1_000);
        }
        texts(out, "problems", report.problems());
        texts(out, "warnings", report.warnings());
    }

    private static void texts(JsonGenerator out, String field, Collection<String> texts) throws IOException {
        out.writeArrayFieldStart(field);
        for (String text : texts.stream().limit(20).toList()) {
            out.writeString(Texts.cut(text));
        }
        out.writeEndArray();
    }

    private static void sensors(JsonGenerator out, List<Sensors.Known> sensors) throws IOException {
        out.writeStartArray();
        for (Sensors.Known each : sensors) {
            out.writeStartObject();
            out.writeStringField("sensor", each.alert().sensor());
            out.writeStringField("owner", each.alert().owner());
            if (each.alert().since() != SensorAlert.UNKNOWN) {
                out.writeNumberField("since", each.alert().since());
            }
            out.writeStringField("label", Texts.cut(each.alert().label()));
            out.writeNumberField("confidence", hundredth(each.alert().confidence()));
            out.writeNumberField("at", each.alert().at());
            out.writeArrayFieldStart("spark");
            for (float confidence : each.sparks()) {
                out.writeNumber(hundredth(confidence));
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static double hundredth(float value) {
        return Math.rint(100 * value) / 100;
    }

    private static void deadLetters(JsonGenerator out, PageState state) throws IOException {
        out.writeStartObject();
        long total = 0;
        out.writeArrayFieldStart("reasons");
        for (Map.Entry<String, Track> each : state.deadLetters().all().entrySet()) {
            double counted = state.axis().stream()
                    .flatMapToDouble(axis -> DoubleStream.concat(
                            axis.coarse()
                                    .mapToDouble(half ->
                                            TimeAxis.COARSE * each.getValue().coarse(half)),
                            axis.fine().mapToDouble(each.getValue()::at)))
                    .sum();
            out.writeStartObject();
            out.writeStringField("reason", each.getKey());
            out.writeNumberField("total", Math.round(counted));
            out.writeStringField("replay", DeadLetters.replay(each.getKey()));
            samples(out, state.letters().of(each.getKey()));
            out.writeEndObject();
            total += Math.round(counted);
        }
        out.writeEndArray();
        out.writeNumberField("total", total);
        out.writeEndObject();
    }

    private static void samples(JsonGenerator out, List<DeadLetterSample> samples) throws IOException {
        out.writeArrayFieldStart("samples");
        for (DeadLetterSample sample : samples) {
            out.writeStartObject();
            out.writeStringField("topic", sample.topic());
            out.writeNumberField("partition", sample.partition());
            out.writeNumberField("offset", sample.offset());
            out.writeStringField("sensor", sample.sensor());
            out.writeStringField("message", sample.message());
            out.writeNumberField("at", sample.at());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /**
     * Returns some of the sensors in alert.
     *
     * @param found those that match a search
     */
    static byte[] sensors(PageState state, List<Sensors.Known> found, int offset, int limit) {
        return bytes(out -> {
            out.writeStartObject();
            out.writeNumberField("total", state.sensors().size());
            out.writeNumberField("matched", found.size());
            out.writeFieldName("sensors");
            sensors(out, found.stream().skip(offset).limit(limit).toList());
            out.writeEndObject();
        });
    }
}
