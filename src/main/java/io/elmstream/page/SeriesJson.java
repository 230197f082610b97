package io.elmstream.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Writes the series.
 *
 * @param values returns the values of a series at the times that are written
 */
record SeriesJson(JsonGenerator out, Function<Track, DoubleStream> values) {

    /** Writes all series as fields of an object that was begun. */
    void write(PageState state) throws IOException {
        out.writeArrayFieldStart("versions");
        for (Map.Entry<Since.Version, Track> each : state.versions().all().entrySet()) {
            out.writeStartObject();
            out.writeStringField("model", each.getKey().model());
            out.writeNumberField("version", each.getKey().version());
            values(each.getValue());
        }
        out.writeEndArray();
        out.writeArrayFieldStart("classes");
        for (Map.Entry<PageState.ClassName, Track> each : state.classes().all().entrySet()) {
            out.writeStartObject();
            out.writeStringField("model", each.getKey().model());
            out.writeStringField("label", each.getKey().label());
            values(each.getValue());
        }
        out.writeEndArray();
        out.writeArrayFieldStart("deadLetters");
        for (Map.Entry<String, Track> each : state.deadLetters().all().entrySet()) {
            out.writeStartObject();
            out.writeStringField("reason", each.getKey());
            values(each.getValue());
        }
        out.writeEndArray();
        for (Map.Entry<String, Track> each : state.single().entrySet()) {
            out.writeArrayFieldStart(each.getKey());
            numbers(each.getValue());
            out.writeEndArray();
        }
    }

    private void values(Track track) throws IOException {
        out.writeArrayFieldStart("values");
        numbers(track);
        out.writeEndArray();
        out.writeEndObject();
    }

    private void numbers(Track track) throws IOException {
        for (double value : values.apply(track).toArray()) {
            number(out, value);
        }
    }

    /** Writes a number with one decimal, and what is no number as null. */
    static void number(JsonGenerator out, double value) throws IOException {
        double rounded = Math.rint(value * 10) / 10;
        if (!Double.isFinite(rounded)) {
            out.writeNull();
        } else if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
            out.writeNumber((long) rounded);
        } else {
            out.writeNumber(rounded);
        }
    }
}
