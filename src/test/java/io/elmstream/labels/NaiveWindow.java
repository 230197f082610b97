package io.elmstream.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a window of labels is meant to do, with lists that it searches from their beginnings. */
final class NaiveWindow {

    private static final class Known {
        LabelReading reading;
        long time;
        long since;
        Optional<Label> given = Optional.empty();
        boolean forAll;
    }

    private record Waits(Label label, long time, long since) {}

    private final long window;
    private final int most;
    private final LabelWindow.Listener listener;
    private final List<Known> readings = new ArrayList<>();
    private final List<Waits> labels = new ArrayList<>();
    private long now;
    private long ran;
    private long lastClock = -1;

    NaiveWindow(long window, int most, LabelWindow.Listener listener) {
        this.window = window;
        this.most = most;
        this.listener = listener;
    }

    void take(LabelReading reading, long timestamp, long clock) {
        Known known = new Known();
        known.reading = reading;
        known.time = Math.min(reading.eventTime(), Math.min(timestamp, clock));
        advance(known.time, clock);
        known.since = ran;
        boolean first =
                sameTime(reading).noneMatch(each -> each.reading.modelId().equals(reading.modelId()));
        reading.own().ifPresent(own -> {
            known.given = Optional.of(label(reading, own));
            listener.joined(reading.with(own, 1), true);
        });
        for (Waits waits : List.copyOf(labels)) {
            if (fits(waits.label(), reading) && (waits.label().position().isPresent() || first)) {
                labels.remove(waits);
                decide(waits.label(), List.of(known));
            }
        }
        if (first && known.given.isEmpty()) {
            sameTime(reading).filter(each -> each.forAll).findFirst().ifPresent(each -> {
                known.given = each.given;
                known.forAll = true;
                listener.joined(
                        reading.with(each.given.get().label(), each.given.get().weight()), false);
            });
        }
        if (known.time >= now - window) {
            readings.add(known);
        }
        keepBounds();
    }

    void take(Label label, long timestamp, long clock) {
        if (label.problem().isPresent()) {
            listener.outcome(LabelOutcome.INVALID, label, "");
            return;
        }
        long time = Math.min(label.eventTime().orElse(timestamp), Math.min(timestamp, clock));
        advance(time, clock);
        List<Known> found = new ArrayList<>();
        for (Known each : readings) {
            boolean isFirst =
                    found.stream().noneMatch(other -> other.reading.modelId().equals(each.reading.modelId()));
            if (fits(label, each.reading) && (label.position().isPresent() || isFirst)) {
                found.add(each);
            }
        }
        if (!found.isEmpty()) {
            decide(label, found);
        } else if (time < now - window) {
            listener.outcome(LabelOutcome.LATE, label, "");
        } else {
            labels.add(new Waits(label, time, ran));
            keepBounds();
        }
    }

    void advance(long clock) {
        advance(now, clock);
    }

    private void advance(long time, long clock) {
        ran += lastClock < 0 ? 0 : Math.max(0, clock - lastClock);
        lastClock = clock;
        now = Math.max(now, time);
        readings.removeIf(each -> isOver(each.time, each.since));
        for (Waits each : List.copyOf(labels)) {
            if (isOver(each.time(), each.since())) {
                labels.remove(each);
                listener.outcome(LabelOutcome.UNMATCHED, each.label(), "");
            }
        }
    }

    private boolean isOver(long time, long since) {
        return time < now - window || since <= ran - window;
    }

    private void keepBounds() {
        if (readings.size() > most) {
            Known oldest = readings.stream()
                    .min(Comparator.comparingLong(each -> each.time))
                    .orElseThrow();
            readings.remove(oldest);
            if (oldest.given.isEmpty()) {
                listener.readingDisplaced();
            }
        }
        if (labels.size() > most) {
            Waits oldest =
                    labels.stream().min(Comparator.comparingLong(Waits::time)).orElseThrow();
            labels.remove(oldest);
            listener.outcome(LabelOutcome.DISPLACED, oldest.label(), "");
        }
    }

    private void decide(Label label, List<Known> found) {
        boolean joins = found.stream().anyMatch(each -> each.given.isEmpty());
        boolean differs = found.stream()
                .anyMatch(each ->
                        each.given.isPresent() && !each.given.get().label().equals(label.label()));
        for (Known each : found) {
            if (each.given.isEmpty()) {
                each.given = Optional.of(label);
                each.forAll = label.position().isEmpty() && label.modelId().isEmpty();
                listener.joined(each.reading.with(label.label(), label.weight()), false);
            }
        }
        listener.outcome(
                joins ? LabelOutcome.JOINED : differs ? LabelOutcome.CONTRADICTORY : LabelOutcome.DOUBLED, label, "");
    }

    private Stream<Known> sameTime(LabelReading reading) {
        return readings.stream()
                .filter(each -> each.reading.sensor().equals(reading.sensor())
                        && each.reading.eventTime() == reading.eventTime());
    }

    private static boolean fits(Label label, LabelReading reading) {
        boolean names = label.position().isPresent()
                ? label.position().get().equals(reading.position())
                : label.eventTime().orElseThrow() == reading.eventTime();
        return names
                && label.sensor().equals(reading.sensor())
                && label.modelId().filter(id -> !id.equals(reading.modelId())).isEmpty();
    }

    private static Label label(LabelReading reading, String own) {
        return new Label(
                reading.sensor(), OptionalLong.empty(), Optional.of(reading.position()), own, 1, Optional.empty());
    }
}
