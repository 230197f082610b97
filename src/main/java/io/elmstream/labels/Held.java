package io.elmstream.labels;

import io.elmstream.alert.Position;
import java.util.List;
import java.util.Optional;

/** What waits in a window: a reading for labels, or a label for its reading. */
sealed interface Held {

    /** The number in the order of arrival. */
    long number();

    /** The time from which its window counts, ms since the epoch. */
    long time();

    /** When it arrived, in ms that the window has run. */
    long since();

    /** What it is found by: a {@link Position}, or a {@link At}. */
    List<Object> keys();

    /** A sensor at an event time. */
    record At(String sensor, long eventTime) {}

    /**
     * The label that a reading has.
     *
     * @param forAll whether it came by event time, for readings of all models
     */
    record Given(String label, double weight, boolean forAll) {}

    /** A reading; its row is in the store as long as it has no label. */
    final class Reading implements Held {

        private final long number;
        private final long time;
        private final long since;
        private final LabelReading reading;
        private Optional<Given> given;

        /** @param reading without its row */
        Reading(long number, long time, long since, LabelReading reading, Optional<Given> given) {
            this.number = number;
            this.time = time;
            this.since = since;
            this.reading = reading;
            this.given = given;
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public long time() {
            return time;
        }

        @Override
        public long since() {
            return since;
        }

        @Override
        public List<Object> keys() {
            return List.of(reading.position(), new At(reading.sensor(), reading.eventTime()));
        }

        LabelReading reading() {
            return reading;
        }

        Optional<Given> given() {
            return given;
        }

        void give(Given label) {
            given = Optional.of(label);
        }
    }

    /** A label that waits. */
    record Waiting(long number, long time, long since, Label label) implements Held {

        @Override
        public List<Object> keys() {
            return List.of(label.position()
                    .<Object>map(position -> position)
                    .orElseGet(() -> new At(label.sensor(), label.eventTime().orElseThrow())));
        }
    }
}
