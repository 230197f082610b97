package io.elmstream.edge;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where readings are kept, and whose they are. Either the sensor or its column is given.
 *
 * @param folder for the files
 * @param limit how many bytes the files may have together
 * @param sensor the id of the sensor of all readings
 * @param sensorColumn the column with the id of a reading's sensor
 * @param timeColumn the column with the time of a reading; without one it is the time of its arrival
 */
record SpoolOptions(
        Path folder, long limit, Optional<String> sensor, Optional<String> sensorColumn, Optional<String> timeColumn) {

    static final long DEFAULT_LIMIT = 1L << 30;

    /** Reads a number of bytes, such as 500M. */
    static long bytes(String text) throws UsageException {
        int suffix = text.isEmpty() ? -1 : "KMG".indexOf(text.charAt(text.length() - 1));
        String digits = suffix < 0 ? text : text.substring(0, text.length() - 1);
        if (digits.matches("\\d{1,9}")) {
            long bytes = Long.parseLong(digits) << (10 * (suffix + 1));
            if (bytes >= SpoolWriter.LEAST) {
                return bytes;
            }
        }
        throw new UsageException(
                "--spool-limit is \"" + text + "\", must be a number of bytes from 1M on, such as 500M or 2G");
    }
}
