package io.elmstream.topology;

import org.slf4j.Logger;

/**
 * Counts the records of one pass over a topic that make no sense, to tell of them in one line: anybody may write many.
 */
public final class LeftOutRecords {

    private long count;
    private String first = "";

    /** @param why it cannot be read */
    public void add(long offset, String why) {
        if (count++ == 0) {
            first = "offset " + offset + ": " + why;
        }
    }

    /** Warns, where there were any. */
    public void tell(Logger log, String topic) {
        if (count == 1) {
            log.warn("left out the record of {} at {}", topic, first);
        } else if (count > 1) {
            log.warn("left out {} records of {}, the first at {}", count, topic, first);
        }
    }
}
