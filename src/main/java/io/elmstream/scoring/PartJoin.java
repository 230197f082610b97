package io.elmstream.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.data.OutputFile;
import io.elmstream.scoring.PartFolder.Done;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Joins the finished parts of a run.
 *
 * @param folder the parts
 * @param table their form
 */
record PartJoin(PartFolder folder, TableTarget table) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Writes the whole table, and the rows that cannot be scored, numbered within the file. Both are written aside, and
     * renamed when they are on the disk.
     *
     * @param done all parts, in order
     * @param output the table
     * @param rejected the side file; deleted if all rows were scored
     */
    void join(List<Done> done, OutputFile output, Path rejected) throws IOException {
        if (done.stream().allMatch(part -> part.rejected() == 0)) {
            Files.deleteIfExists(rejected);
        } else {
            Path aside = folder.file("rejected.tmp");
            writeRejected(done, aside);
            Files.move(aside, rejected, StandardCopyOption.ATOMIC_MOVE);
        }
        Path whole = folder.file("whole.tmp");
        try (FileChannel channel = FileChannel.open(
                whole, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            OutputStream stream = Channels.newOutputStream(channel);
            table.join(
                    done.stream().map(part -> folder.predictions(part.part())).toList(), stream);
            channel.force(true);
        }
        output.take(whole);
    }

    private void writeRejected(List<Done> done, Path aside) throws IOException {
        long before = 0;
        try (BufferedWriter writer = Files.newBufferedWriter(aside)) {
            for (Done part : done) {
                if (part.rejected() > 0) {
                    append(folder.rejected(part.part()), before, writer);
                }
                before += part.rows();
            }
        }
    }

    private static void append(Path part, long before, BufferedWriter writer) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(part)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                RejectedRow row = JSON.readValue(line, RejectedRow.class).after(before);
                writer.write(JSON.writeValueAsString(row));
                writer.write('\n');
            }
        }
    }
}
