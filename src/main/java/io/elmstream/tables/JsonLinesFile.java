package io.elmstream.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.Packing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of JSON lines in UTF-8: one object per line, of which the fields are the columns. */
final class JsonLinesFile implements TableSource {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The number of bytes whose fields are the columns. */
    private static final int HEAD = 1 << 18;

    private final FileName name;
    private final Path path;
    private final Packing packing;
    private final Set<String> missing;
    private final List<String> columns;

    /** @param missing the texts that stand for missing values */
    JsonLinesFile(FileName name, Path path, Packing packing, Set<String> missing) throws IOException {
        this.name = name;
        this.path = path;
        this.packing = packing;
        this.missing = missing;
        try (LinePieces head = new LinePieces(name, path, packing, HEAD)) {
            this.columns = fields(head.next().orElse(new byte[0]));
        }
    }

    @Override
    public FileName name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Set<String> missing() {
        return missing;
    }

    @Override
    public RowSource open(Wanted wanted, int partSize) throws IOException {
        JsonRowReader.Fields fields = new JsonRowReader.Fields(Uses.of(this, wanted), missing);
        return new JsonLinesSource(this, fields, new LinePieces(name, path, packing, partSize));
    }

    /** Returns the fields of the first objects; what is no object is told of its row. */
    private static List<String> fields(byte[] lines) {
        Set<String> fields = new LinkedHashSet<>();
        for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
            object(line).ifPresent(row -> row.fieldNames().forEachRemaining(fields::add));
        }
        return List.copyOf(fields);
    }

    private static Optional<JsonNode> object(String line) {
        try {
            return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
