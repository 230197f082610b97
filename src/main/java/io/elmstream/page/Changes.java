package io.elmstream.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** What has changed since the last time. Not thread-safe. */
final class Changes {

    private final PageFacts facts;
    private final Map<PageJson.Part, byte[]> sent = new EnumMap<>(PageJson.Part.class);
    private Set<Mark> marks = new HashSet<>();
    private long last = Long.MIN_VALUE;

    Changes(PageFacts facts) {
        this.facts = facts;
    }

    /** Returns whether a change could not tell all points since the last one: it goes back ten minutes only. */
    boolean isTooFar(PageState state) {
        return state.axis()
                .map(axis -> Math.max(last + 1, axis.first()) < axis.last() - TimeAxis.FINE)
                .orElse(false);
    }

    /** Takes the state as known to all: nobody listens, or those who do get the full state. */
    void skip(PageState state, long now) {
        last = state.axis().map(TimeAxis::last).orElse(last);
        marks = new HashSet<>(state.marks().since(now - facts.history()));
        repeat();
    }

    /**
     * Has the next change hold every part: who comes now has the parts of the full state, which can differ from those
     * that were last sent.
     */
    void repeat() {
        sent.clear();
    }

    /** Returns the change. */
    byte[] next(PageState state, long now) {
        List<Mark> all = state.marks().since(now - facts.history());
        List<Mark> added = all.stream().filter(mark -> !marks.contains(mark)).toList();
        marks = new HashSet<>(all);
        return PageJson.bytes(out -> {
            out.writeStartObject();
            out.writeNumberField("at", now);
            Optional<TimeAxis> axis = state.axis().filter(settled -> settled.last() > last);
            if (axis.isPresent()) {
                points(out, state, axis.get());
                last = axis.get().last();
            }
            if (!added.isEmpty()) {
                out.writeFieldName("marks");
                PageJson.marks(out, added);
            }
            for (PageJson.Part part : PageJson.Part.values()) {
                byte[] json = PageJson.bytes(each -> part.write(each, state, now));
                if (!Arrays.equals(json, sent.put(part, json))) {
                    out.writeFieldName(part.field());
                    out.writeRawValue(new String(json, StandardCharsets.UTF_8));
                }
            }
            out.writeEndObject();
        });
    }

    private void points(JsonGenerator out, PageState state, TimeAxis axis) throws IOException {
        long from = Math.max(last + 1, Math.max(axis.first(), axis.last() - TimeAxis.FINE));
        out.writeObjectFieldStart("points");
        out.writeArrayFieldStart("times");
        for (long time = from; time <= axis.last(); time++) {
            out.writeNumber(time);
        }
        out.writeEndArray();
        new SeriesJson(out, track -> values(track, from, axis.last())).write(state);
        out.writeEndObject();
    }

    private static DoubleStream values(Track track, long from, long to) {
        return LongStream.rangeClosed(from, to).mapToDouble(track::at);
    }
}
