package io.elmstream.governor;

import io.elmstream.governor.Command.UploadPart;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Timeline;
import java.util.Optional;

/** The effect of a command, in addition to its answer and the state of its model. */
public sealed interface Effect {

    /** Returns the timeline to publish; empty if it did not change. */
    default Optional<Timeline> timeline() {
        return Optional.empty();
    }

    /** Calls the visitor's method for this kind. */
    void accept(Visitor visitor);

    /** Handles every kind of effect. */
    interface Visitor {

        /** There is nothing to do. */
        void none();

        /** A part of an upload must be stored until its version is published. */
        void keep(UploadPart part);

        /** A version must be published. */
        void publish(PublishedVersion version);

        /** A published version, the timeline of its model, and whether it learns, must be written again. */
        void restore(PublishedVersion version, Timeline timeline, Learning learning);

        /** The bytes of a version must be deleted. */
        void retire(PublishedVersion version);

        /** A changed timeline must be published. */
        void move(Timeline timeline);

        /** Whether the model learns has changed, and must be published. */
        void learn(Learning learning);
    }

    /** The command has no visible effect. */
    record None() implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.none();
        }
    }

    /** A part of a model file has arrived. */
    record Keep(UploadPart part) implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.keep(part);
        }
    }

    /** A version is published, by a command that contains its bytes or that names its upload. */
    record Publish(PublishedVersion version) implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.publish(version);
        }
    }

    /** A published version is published again, with the timeline if its model has a champion. */
    record Restore(PublishedVersion version, Timeline moved, Learning learning) implements Effect {

        @Override
        public Optional<Timeline> timeline() {
            return Optional.of(moved);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.restore(version, moved, learning);
        }
    }

    /** A version is retired. */
    record Retire(PublishedVersion version) implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.retire(version);
        }
    }

    /** The timeline of a model has a new step. */
    record Move(Timeline moved) implements Effect {

        @Override
        public Optional<Timeline> timeline() {
            return Optional.of(moved);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.move(moved);
        }
    }

    /** Learning was switched on or off. */
    record Learn(Learning learning) implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.learn(learning);
        }
    }
}
