package io.elmstream.topology.inference;

/** Why a micro-batch was flushed. */
enum Trigger {
    /** It was full. */
    SIZE,
    /** Its oldest reading had lingered long enough. */
    LINGER,
    /** Kafka Streams was about to commit. */
    COMMIT,
    /** A command about alerts follows. */
    COMMAND,
    /** Another snapshot of the models took effect. */
    SWAP
}
