package io.elmstream.topology;

import io.elmstream.governor.InstanceReport.Readiness;
import java.util.Optional;

/** What became of making a version ready here. */
sealed interface VersionState {

    Readiness readiness();

    /** Why it cannot serve; empty if it can. */
    default Optional<String> reason() {
        return Optional.empty();
    }

    /** How long it took, in milliseconds. */
    default long millis() {
        return 0;
    }

    /** Under way; each attempt is an object of its own, so that a slow one does not undo a later one. */
    final class Preparing implements VersionState {

        @Override
        public Readiness readiness() {
            return Readiness.PREPARING;
        }
    }

    record Ready(long millis) implements VersionState {

        @Override
        public Readiness readiness() {
            return Readiness.READY;
        }
    }

    record Failed(String why, long millis) implements VersionState {

        @Override
        public Readiness readiness() {
            return Readiness.FAILED;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(why);
        }
    }
}
