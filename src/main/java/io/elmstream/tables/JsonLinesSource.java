package io.elmstream.tables;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A pass over a file of JSON lines.
 *
 * @param file the file
 * @param fields what to do with its fields
 * @param pieces its lines
 */
record JsonLinesSource(JsonLinesFile file, JsonRowReader.Fields fields, LinePieces pieces) implements RowSource {

    @Override
    public List<ColumnType> kept() {
        return Collections.nCopies(fields.uses().keeps(), ColumnType.JSON);
    }

    @Override
    public Optional<RowPart> next() throws IOException {
        return pieces.next().map(piece -> new RowPart(file, rows -> new JsonRowReader(fields, rows).read(piece)));
    }

    @Override
    public long bytesRead() {
        return pieces.bytesRead();
    }

    @Override
    public void close() throws IOException {
        pieces.close();
    }
}
