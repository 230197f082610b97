package io.elmstream.topics;

import java.util.Optional;
import java.util.Set;

/**
 * How a topic is.
 *
 * @param partitions how many it has
 * @param settings what matters of its settings; empty when this user may not read them
 */
record ObservedTopic(int partitions, Optional<Settings> settings) {

    /**
     * @param cleanup the values of {@code cleanup.policy}
     * @param maxMessageBytes the largest batch of records
     * @param timestampBefore how many milliseconds before now a record's timestamp may lie
     * @param timestampAfter how many milliseconds after now it may lie
     */
    record Settings(Set<String> cleanup, int maxMessageBytes, long timestampBefore, long timestampAfter) {

        Settings {
            cleanup = Set.copyOf(cleanup);
        }
    }
}
