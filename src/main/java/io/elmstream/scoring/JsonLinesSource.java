package io.elmstream.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.DataException;
import io.elmstream.data.Packing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of JSON lines in UTF-8: one object per line, of which the fields are the columns. */
final class JsonLinesSource implements RowSource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LinePieces pieces;
    private final JsonRowReader.Fields fields;
    private final List<Column> kept;

    /**
     * Opens a file.
     *
     * @param features the features of the model
     * @param missing whether the model accepts rows without some of them
     * @param size the bytes of a part
     * @throws DataException if the first object lacks a column
     */
    JsonLinesSource(Path path, Packing packing, List<String> features, boolean missing, List<KeptColumn> keep, int size)
            throws IOException {
        List<String> needed =
                new ArrayList<>(keep.stream().map(KeptColumn::name).toList());
        needed.addAll(missing ? List.of() : features);
        try (LinePieces head = new LinePieces(path, packing, size)) {
            Optional<byte[]> first = head.next();
            if (first.isPresent()) {
                requireFields(path, first.get(), needed);
            }
        }
        this.kept = keep.stream()
                .map(column -> new Column(column.as(), ColumnType.JSON))
                .toList();
        this.fields = JsonRowReader.Fields.of(features, keep);
        this.pieces = new LinePieces(path, packing, size);
    }

    @Override
    public List<Column> kept() {
        return kept;
    }

    @Override
    public Optional<RowPart> next() throws IOException {
        return pieces.next().map(piece -> rows -> new JsonRowReader(fields, rows).read(piece));
    }

    @Override
    public long bytesRead() {
        return pieces.bytesRead();
    }

    @Override
    public void close() throws IOException {
        pieces.close();
    }

    /** Looks at the first line, as at the header of a CSV file; what is wrong with it otherwise is told of its row. */
    private static void requireFields(Path path, byte[] piece, List<String> needed) throws IOException {
        String first = new String(piece, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("{}");
        JsonNode row;
        try {
            row = JSON.readTree(first);
        } catch (JsonProcessingException e) {
            return;
        }
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        if (row.isObject()) {
            Wanted wanted = new Wanted(path, names, needed, List.of());
            needed.forEach(wanted::require);
        }
    }
}
