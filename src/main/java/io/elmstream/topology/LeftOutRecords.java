package io.elmstream.topology;

import org.slf4j.Logger;

/**
 * Counts the invalid records found in one pass over a topic, so that they are logged in one line: anyone may write
 * many.
 */
public final class LeftOutRecords {

    private long count;
    private String first = "";

    /**
     * Counts a skipped record.
     *
     * @param offset of the record
     * @param fault why it cannot be read
     */
    public void add(long offset, Exception fault) {
        if (count++ == 0) {
            first = "offset " + offset + ": " + fault.getMessage();
        }
    }

    /** Logs a warning if any record was skipped. */
    public void tell(Logger log, String topic) {
        if (count == 1) {
            log.warn("left out the record of {} at {}", topic, first);
        } else if (count > 1) {
            log.warn("left out {} records of {}, the first at {}", count, topic, first);
        }
    }
}
