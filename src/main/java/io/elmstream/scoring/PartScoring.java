package io.elmstream.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.elmstream.kernel.Workspace;
import io.elmstream.scoring.PartFolder.Done;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Scores parts into the folder of a run. Thread-safe.
 *
 * @param model scores the rows
 * @param file the input, for messages
 * @param table the form of the predictions
 * @param folder where the parts go
 */
record PartScoring(ScoringModel model, String file, TableTarget table, PartFolder folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isDone(int part) {
        return folder.done(part).isPresent();
    }

    /**
     * Scores a part.
     *
     * @param workspace of the thread
     * @return its number of rows
     */
    long score(int part, RowPart rows, Workspace workspace) throws IOException {
        PartScorer[] scorer = new PartScorer[1];
        long checksum = folder.write(folder.predictions(part), out -> {
            try (PartWriter writer = table.open(out)) {
                scorer[0] = new PartScorer(model, file, writer, workspace);
                rows.read(scorer[0]);
                scorer[0].finish();
            }
        });
        List<RejectedRow> rejected = scorer[0].rejected();
        long rejectedChecksum =
                rejected.isEmpty() ? 0 : folder.write(folder.rejected(part), out -> write(rejected, out));
        folder.add(new Done(part, scorer[0].rows(), rejected.size(), checksum, rejectedChecksum));
        return scorer[0].rows();
    }

    private static void write(List<RejectedRow> rejected, OutputStream out) throws IOException {
        for (RejectedRow row : rejected) {
            out.write((JSON.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
