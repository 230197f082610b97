package io.elmstream.serving;

import io.elmstream.rollout.InstanceReport.Readiness;
import java.util.Optional;

/** The state of preparing a version on this instance. */
sealed interface VersionState {

    Readiness readiness();

    /** Returns why it cannot serve; empty if it can. */
    default Optional<String> reason() {
        return Optional.empty();
    }

    /** Returns how long preparation took, in milliseconds. */
    default long millis() {
        return 0;
    }

    /** In progress; each attempt is a separate object, so that a slow one does not overwrite a later one. */
    final class Preparing implements VersionState {

        private final int failures;

        /**
         * Creates an attempt.
         *
         * @param failures earlier attempts that failed temporarily
         */
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
     * @param retry when to try again; empty if only other bytes would help
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
     * The schedule of retries, at increasing intervals.
     *
     * @param failures attempts that failed, 1 or more
     * @param at in epoch milliseconds
     */
    record Retry(int failures, long at) {

        private static final long FIRST = 5_000;
        private static final int DOUBLINGS = 6;

        /** Returns the next attempt: after 5 s, 10 s, and so on, up to five minutes. */
        static Retry after(int failures, long now) {
            return new Retry(failures, now + (FIRST << Math.min(failures - 1, DOUBLINGS)));
        }
    }
}
