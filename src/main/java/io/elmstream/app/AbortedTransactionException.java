package io.elmstream.app;

import org.apache.kafka.common.KafkaException;

/**
 * A thread's transaction was aborted for one of its tasks, so none of them may commit what comes after it. It follows
 * from another failure, which Kafka Streams has dealt with by itself.
 */
final class AbortedTransactionException extends KafkaException {

    private static final long serialVersionUID = 1;

    AbortedTransactionException() {
        super("what the tasks of this thread had written was aborted, so none of them may commit what comes after it;"
                + " another thread goes on from the last commit");
    }
}
