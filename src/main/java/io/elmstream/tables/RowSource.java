package io.elmstream.tables;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A pass over a table, in parts that depend on the file alone. Not thread-safe, but its parts are independent of it.
 */
public interface RowSource extends Closeable {

    /** Returns the types of the kept columns, in the order of the values of a row. */
    List<ColumnType> kept();

    /** Returns the next part; empty at the end. */
    Optional<RowPart> next() throws IOException;

    /** Returns the number of bytes of the file that were read so far, compressed if the file is. */
    long bytesRead();
}
