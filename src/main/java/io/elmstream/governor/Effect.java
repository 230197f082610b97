package io.elmstream.governor;

import io.elmstream.governor.Command.UploadPart;
import io.elmstream.rollout.Timeline;
import java.util.Optional;

/** What a command brings about beyond its answer and the state of its model. */
public sealed interface Effect {

    /** The timeline to make known; empty where nothing is to be said about it. */
    default Optional<Timeline> timeline() {
        return Optional.empty();
    }

    /** Calls the visitor's method for this kind. */
    void accept(Visitor visitor);

    /** Handles every kind of effect. */
    interface Visitor {

        /** Nothing is to be done. */
        void none();

        /** A part of an upload is to be kept until its version is published. */
        void keep(UploadPart part);

        /** A version is to be made known. */
        void publish(PublishedVersion version);

        /** A published version and the timeline of its model are to be written once more. */
        void restore(PublishedVersion version, Timeline timeline);

        /** The bytes of a version are to be given up. */
        void retire(PublishedVersion version);

        /** A timeline that has changed is to be made known. */
        void move(Timeline timeline);
    }

    /** The command changes nothing that others see. */
    record None() implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.none();
        }
    }

    /** A part of a model file has come. */
    record Keep(UploadPart part) implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.keep(part);
        }
    }

    /** A version is published, by the command that carries its bytes or that names its upload. */
    record Publish(PublishedVersion version) implements Effect {

        @Override
        public void accept(Visitor visitor) {
            visitor.publish(version);
        }
    }

    /** A version that is published already is published once more, where its model has a champion. */
    record Restore(PublishedVersion version, Timeline moved) implements Effect {

        @Override
        public Optional<Timeline> timeline() {
            return Optional.of(moved);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.restore(version, moved);
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
}
