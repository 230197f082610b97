package io.elmstream.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.scoring.PartFolder.Done;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Joins the parts of a file.
 *
 * @param folder the parts
 * @param done all of them, in order
 */
record PartJoin(PartFolder folder, List<Done> done) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes all predictions. */
    void predictions(TableTarget table, OutputStream out) throws IOException {
        table.join(done.stream().map(part -> folder.predictions(part.part())).toList(), out);
    }

    /** Writes the rows that cannot be scored, numbered within the file. */
    void rejected(OutputStream out) throws IOException {
        long before = 0;
        try (OutputStream buffered = new BufferedOutputStream(out)) {
            for (Done part : done) {
                if (part.rejected() > 0) {
                    append(folder.rejected(part.part()), before, buffered);
                }
                before += part.rows();
            }
        }
    }

    private static void append(Path part, long before, OutputStream out) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(part)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                RejectedRow row = JSON.readValue(line, RejectedRow.class).after(before);
                out.write((JSON.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
