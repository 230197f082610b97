package io.elmstream.scoring;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A table to score, in parts that depend on the file alone. Not thread-safe, but its parts are independent of it. */
interface RowSource extends Closeable {

    /** Returns the kept columns with their types, in the order of the values of a row. */
    List<Column> kept();

    /** Returns the next part; empty at the end. */
    Optional<RowPart> next() throws IOException;

    /** Returns the number of bytes of the file that were read so far. */
    long bytesRead();
}
