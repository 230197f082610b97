package io.elmstream.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.elmstream.client.QualityTopic;
import io.elmstream.wire.avro.ClassQuality;
import io.elmstream.wire.avro.EstimatedAccuracy;
import io.elmstream.wire.avro.ModelDrift;
import io.elmstream.wire.avro.ModelQuality;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the class mix and the quality of a model. */
record QualityJson(JsonGenerator out, PageState state) {

    /** @param known the quality of its champion, if it is watched */
    void write(String model, Optional<QualityTopic.Known> known) throws IOException {
        Optional<ModelQuality> window = known.flatMap(QualityTopic.Known::window);
        classes(model, window);
        if (known.isPresent()) {
            quality(window.orElse(known.get().latest()), known.get().latest().getDrifts());
        }
    }

    private void classes(String model, Optional<ModelQuality> window) throws IOException {
        Map<String, Double> trained = new HashMap<>();
        window.ifPresent(found -> {
            for (ClassQuality each : found.getClasses()) {
                if (each.getExpected() != null) {
                    trained.put(each.getLabel(), each.getExpected());
                }
            }
        });
        Map<String, Double> counts = new TreeMap<>();
        Optional<TimeAxis> axis = state.axis();
        state.classes().all().forEach((name, track) -> {
            if (name.model().equals(model) && axis.isPresent()) {
                counts.put(
                        name.label(), axis.get().fine().mapToDouble(track::at).sum());
            }
        });
        double all = counts.values().stream().mapToDouble(count -> count).sum();
        out.writeArrayFieldStart("classes");
        for (Map.Entry<String, Double> each : counts.entrySet()) {
            out.writeStartObject();
            out.writeStringField("label", each.getKey());
            out.writeNumberField("share", all == 0 ? 0 : Math.rint(1e4 * each.getValue() / all) / 1e4);
            Double expected = trained.get(each.getKey());
            if (expected != null && Double.isFinite(expected)) {
                out.writeNumberField("trained", expected);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void quality(ModelQuality quality, List<ModelDrift> drifts) throws IOException {
        out.writeObjectFieldStart("quality");
        out.writeStringField("status", drifts.isEmpty() ? "stable" : "drift");
        EstimatedAccuracy estimate = quality.getEstimate();
        Double measured = quality.getAccuracy();
        out.writeBooleanField("estimated", measured == null);
        if (measured != null) {
            number("accuracy", measured);
        } else if (estimate != null) {
            number("accuracy", estimate.getValue());
            number("low", estimate.getLow());
            number("high", estimate.getHigh());
        }
        out.writeStringField("drift", drifts.isEmpty() ? "none" : words(drifts.get(drifts.size() - 1)));
        out.writeEndObject();
    }

    private void number(String field, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumberField(field, value);
        }
    }

    private static String words(ModelDrift drift) {
        String signal = drift.getSignal().name().toLowerCase(Locale.ROOT);
        return drift.getFeature() == null ? signal : signal + " " + Texts.cut(drift.getFeature());
    }
}
