package io.elmstream.scoring;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Writes predictions as a table of some form, part by part, and joins the parts. Thread-safe. */
interface TableTarget {

    /** Opens a part, which closes the stream with itself. */
    PartWriter open(OutputStream part) throws IOException;

    /**
     * Writes the whole table.
     *
     * @param parts all parts, in order
     * @param whole is left open
     */
    void join(List<Path> parts, OutputStream whole) throws IOException;
}
