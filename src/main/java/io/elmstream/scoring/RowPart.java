package io.elmstream.scoring;

import java.io.IOException;

/** Some rows of a table, in order. */
@FunctionalInterface
interface RowPart {

    /** Reads all rows. Each part may be read on another thread, once. */
    void read(RowSink rows) throws IOException;
}
