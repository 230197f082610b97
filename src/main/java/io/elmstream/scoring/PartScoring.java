package io.elmstream.scoring;

import io.elmstream.kernel.Workspace;
import io.elmstream.scoring.PartFolder.Done;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Scores parts into the folder of a run. Thread-safe.
 *
 * @param model scores the rows
 * @param file the input, for messages
 * @param table the form of the predictions
 * @param folder where the parts go
 */
record PartScoring(ScoringModel model, String file, TableTarget table, PartFolder folder) {

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
        long[] checksum = new long[1];
        long rejectedChecksum = folder.write(folder.rejected(part), rejected -> {
            OutputStream side = new BufferedOutputStream(rejected);
            checksum[0] = folder.write(folder.predictions(part), out -> {
                try (PartWriter writer = table.open(out)) {
                    scorer[0] = new PartScorer(model, file, writer, side, workspace);
                    rows.read(scorer[0]);
                    scorer[0].finish();
                }
            });
            side.flush();
        });
        folder.add(new Done(part, scorer[0].rows(), scorer[0].rejected(), checksum[0], rejectedChecksum));
        return scorer[0].rows();
    }
}
