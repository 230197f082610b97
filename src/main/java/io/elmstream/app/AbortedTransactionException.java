package io.elmstream.app;

import org.apache.kafka.common.KafkaException;

/**
 * Thrown when a thread's transaction was aborted on behalf of one of its tasks, so that none of them may commit later
 * work. It follows another failure, which Kafka Streams has already handled.
 */
final class AbortedTransactionException extends KafkaException {

    private static final long serialVersionUID = 1;

    AbortedTransactionException() {
        super("the writes of this thread's tasks were aborted, so none of them may commit what follows; another thread"
                + " resumes from the last commit");
    }
}
