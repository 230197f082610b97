package io.elmstream.scoring;

import io.elmstream.kernel.Workspace;
import io.elmstream.scoring.PartFolder.Done;
import io.elmstream.tables.RowPart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Scores parts into the folder of a run. Thread-safe.
 *
 * @param model scores the rows
 * @param table the form of the predictions
 * @param folder where the parts go
 */
record PartScoring(ScoringModel model, TableTarget table, PartFolder folder) {

    boolean isDone(int part) {
        return folder.done(part).isPresent();
    }

    /**
     * Scores a part.
     *
     * @param workspace of the thread
     * @return its number of rows
     */
    long score(int number, RowPart part, Workspace workspace) throws IOException {
        PartScorer[] scorer = new PartScorer[1];
        long[] checksum = new long[1];
        long rejectedChecksum = folder.write(folder.rejected(number), rejected -> {
            OutputStream side = new BufferedOutputStream(rejected);
            checksum[0] = folder.write(folder.predictions(number), out -> {
                try (PartWriter writer = table.open(out)) {
                    scorer[0] = new PartScorer(model, part.file().name().path(), writer, side, workspace);
                    part.rows().read(scorer[0]);
                    scorer[0].finish();
                }
            });
            side.flush();
        });
        folder.add(new Done(
                number, scorer[0].rows(), scorer[0].empties(), scorer[0].rejected(), checksum[0], rejectedChecksum));
        return scorer[0].rows();
    }
}
