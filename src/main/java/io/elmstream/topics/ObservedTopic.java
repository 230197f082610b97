package io.elmstream.topics;

import java.util.Optional;
import java.util.Set;

/**
 * The actual state of a topic.
 *
 * @param partitions the number of partitions
 * @param settings the relevant topic settings; empty if this user is not allowed to read them
 */
record ObservedTopic(int partitions, Optional<Settings> settings) {

    /**
     * The relevant settings of a topic.
     *
     * @param cleanup the values of {@code cleanup.policy}
     * @param maxMessageBytes the largest size of a batch of records
     * @param timestampBefore how far a record's timestamp may be in the past, in milliseconds
     * @param timestampAfter how far a record's timestamp may be in the future, in milliseconds
     */
    record Settings(Set<String> cleanup, int maxMessageBytes, long timestampBefore, long timestampAfter) {

        Settings {
            cleanup = Set.copyOf(cleanup);
        }
    }
}
