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
 * @param files the file of each
 */
record PartJoin(PartFolder folder, List<Done> done, List<String> files) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes all predictions. */
    void predictions(TableTarget table, OutputStream out) throws IOException {
        table.join(done.stream().map(part -> folder.predictions(part.part())).toList(), out);
    }

    /** Writes the rows that cannot be scored, numbered within their file. */
    void rejected(OutputStream out) throws IOException {
        long before = 0;
        try (OutputStream buffered = new BufferedOutputStream(out)) {
            for (int i = 0; i < done.size(); i++) {
                Done part = done.get(i);
                before = i > 0 && files.get(i).equals(files.get(i - 1)) ? before : 0;
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
