package io.elmstream.tables;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A pass over a CSV file. */
final class CsvSource implements RowSource {

    private final CsvFile file;
    private final CsvPieces pieces;
    private final CsvRowHandler.Places places;

    /** @param size the characters of a part */
    CsvSource(CsvFile file, Uses uses, int size) {
        this.file = file;
        this.places = new CsvRowHandler.Places(file.columns(), uses, file.dialect());
        this.pieces = file.pieces(size);
    }

    @Override
    public List<ColumnType> kept() {
        return Collections.nCopies(places.keeps(), ColumnType.TEXT);
    }

    @Override
    public Optional<RowPart> next() {
        return pieces.next().map(piece -> new RowPart(file, rows -> read(piece, rows)));
    }

    @Override
    public long bytesRead() {
        return pieces.bytesRead();
    }

    @Override
    public void close() {
        pieces.close();
    }

    private void read(CsvPieces.Piece piece, RowSink rows) throws IOException {
        CsvRowHandler handler = new CsvRowHandler(places, rows, piece.header());
        try (CsvReader<Boolean> reader =
                file.dialect().parser().allowExtraCharsAfterClosingQuote(true).build(handler, piece.reader())) {
            reader.forEach(row -> {});
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            // the parser wraps what the handler throws, such as that the disk of the predictions is full
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            throw file.name().unreadable(e);
        }
    }
}
