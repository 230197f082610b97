package io.elmstream.serving;

import io.elmstream.rollout.InstanceReport.Readiness;
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

        private final int failures;

        /** @param failures attempts before that failed for what can pass */
        Preparing(int failures) {
            this.failures = failures;
        }

        int failures() {
            return failures;
        }

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

    /**
     * It cannot serve.
     *
     * @param retry when to try again; empty where only other bytes would help
     */
    record Failed(String why, long millis, Optional<Retry> retry) implements VersionState {

        @Override
        public Readiness readiness() {
            return Readiness.FAILED;
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(retry.isPresent() ? why + "; trying again" : why);
        }
    }

    /**
     * What failed for a reason that can pass is tried again, after ever longer times.
     *
     * @param failures attempts that failed, 1 or more
     * @param at in epoch milliseconds
     */
    record Retry(int failures, long at) {

        private static final long FIRST = 5_000;
        private static final int DOUBLINGS = 6;

        /** The next attempt: after 5 s, 10 s, and so on, up to five minutes. */
        static Retry after(int failures, long now) {
            return new Retry(failures, now + (FIRST << Math.min(failures - 1, DOUBLINGS)));
        }
    }
}
