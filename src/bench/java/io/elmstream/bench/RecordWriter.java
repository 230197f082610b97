package io.elmstream.bench;

import java.util.List;

/** Writes readings as the value of a record. */
@FunctionalInterface
interface RecordWriter {

    /**
     * Writes a value.
     *
     * @param readings one, which is then the record itself where the format allows it, or more
     */
    byte[] write(List<BenchReading> readings);
}
