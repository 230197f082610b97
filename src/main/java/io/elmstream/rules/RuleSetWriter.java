package io.elmstream.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Writes the stored form: each field in its place, what is a default as well, so that defaults may change. */
final class RuleSetWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private RuleSetWriter(JsonGenerator out) {
        this.out = out;
    }

    static byte[] write(RuleSet set) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            new RuleSetWriter(out).set(set);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void set(RuleSet set) throws IOException {
        out.writeStartObject();
        out.writeNumberField("format", RuleSetFormat.FORMAT);
        out.writeStringField("model", set.modelId());
        out.writeNumberField("version", set.version());
        out.writeArrayFieldStart("rules");
        for (Rule rule : set.rules()) {
            rule(rule);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("probes");
        for (RuleProbe probe : set.probes()) {
            probe(probe);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void rule(Rule rule) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", rule.name());
        text("when", rule.when());
        text("label", rule.label());
        if (rule.abstain()) {
            out.writeBooleanField("abstain", true);
        }
        if (rule.suppress()) {
            out.writeBooleanField("suppress", true);
        }
        if (rule.alert().isPresent()) {
            alert(rule.alert().get());
        }
        out.writeEndObject();
    }

    private void alert(RuleAlert alert) throws IOException {
        out.writeObjectFieldStart("alert");
        out.writeStringField("text", alert.text());
        out.writeStringField("severity", alert.severity().word());
        if (alert.trigger() instanceof Trigger.Hits hits) {
            out.writeNumberField("hits", hits.n());
            out.writeNumberField("of", hits.of());
        } else if (alert.trigger() instanceof Trigger.Held held) {
            if (!held.duration().isZero()) {
                out.writeStringField("for", DurationText.write(held.duration()));
            }
            text("until", held.until());
        } else if (alert.trigger() instanceof Trigger.Silent silent) {
            out.writeStringField("silent", DurationText.write(silent.duration()));
        }
        out.writeEndObject();
    }

    private void probe(RuleProbe probe) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("features");
        for (Map.Entry<String, Double> each : probe.features().entrySet()) {
            out.writeNumberField(each.getKey(), each.getValue());
        }
        out.writeEndObject();
        out.writeStringField("label", probe.label());
        out.writeNumberField("confidence", probe.confidence());
        out.writeNumberField("margin", probe.margin());
        out.writeBooleanField("abstained", probe.abstained());
        if (probe.outOfRange() > 0) {
            // only then, so that the bytes of rule sets that do not use it stay as they were
            out.writeNumberField("outOfRange", probe.outOfRange());
        }
        out.writeNumberField("version", probe.version());
        out.writeStringField("sensor", probe.sensor());
        out.writeStringField("previous", probe.previous());
        out.writeNumberField("held", probe.held());
        out.writeObjectFieldStart("expect");
        out.writeArrayFieldStart("fired");
        for (String name : probe.expect().fired()) {
            out.writeString(name);
        }
        out.writeEndArray();
        text("label", probe.expect().label());
        flag("abstained", probe.expect().abstained());
        flag("suppressed", probe.expect().suppressed());
        out.writeEndObject();
        out.writeEndObject();
    }

    private void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            out.writeStringField(name, value.get());
        }
    }

    private void flag(String name, Optional<Boolean> value) throws IOException {
        if (value.isPresent()) {
            out.writeBooleanField(name, value.get());
        }
    }
}
