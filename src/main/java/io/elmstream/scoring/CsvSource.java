package io.elmstream.scoring;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.elmstream.data.CsvFile;
import io.elmstream.data.CsvPieces;
import io.elmstream.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A CSV file with a header. */
final class CsvSource implements RowSource {

    private final CsvFile file;
    private final CsvPieces pieces;
    private final CsvRowHandler.Places places;
    private final List<Column> kept;

    /**
     * Opens a file.
     *
     * @param size the characters of a part
     * @throws DataException if a column is not in the file
     */
    CsvSource(CsvFile file, List<String> features, List<KeptColumn> keep, int size) {
        List<String> needed = new ArrayList<>(features);
        keep.forEach(column -> needed.add(column.name()));
        int[] columns = file.placesOf(needed);
        this.file = file;
        this.places = new CsvRowHandler.Places(file.columns(), columns, features.size());
        this.kept = keep.stream()
                .map(column -> new Column(column.as(), ColumnType.TEXT))
                .toList();
        this.pieces = file.pieces(size);
    }

    @Override
    public List<Column> kept() {
        return kept;
    }

    @Override
    public Optional<RowPart> next() {
        return pieces.next().map(piece -> rows -> read(piece, rows));
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
        CsvRowHandler handler = new CsvRowHandler(places, rows, piece.first());
        try (CsvReader<Boolean> reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .build(handler, piece.reader())) {
            reader.forEach(row -> {});
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new DataException(TableFile.IN, file.name() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
