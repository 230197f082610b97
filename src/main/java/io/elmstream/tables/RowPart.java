package io.elmstream.tables;

import java.io.IOException;

/**
 * Some rows of a file, in order.
 *
 * @param file the file
 * @param rows reads them
 */
public record RowPart(TableSource file, Rows rows) {

    /** Reads all rows of a part. */
    @FunctionalInterface
    public interface Rows {

        /** Reads the rows. Each part may be read on another thread, once. */
        void read(RowSink sink) throws IOException;
    }
}
