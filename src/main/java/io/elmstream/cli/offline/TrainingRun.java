package io.elmstream.cli.offline;

import io.elmstream.cli.terminal.Progress;
import io.elmstream.elm.Samples;
import io.elmstream.tables.TableSamples;
import io.elmstream.training.ElmTrainer;
import io.elmstream.training.Trained;
import io.elmstream.training.TrainingPlan;
import io.elmstream.training.Validation;
import me.tongfei.progressbar.ProgressBar;

/** Trains with a progress bar. */
final class TrainingRun {

    private TrainingRun() {}

    /**
     * Trains. The trainer reads the file several times and then solves for the output weights.
     *
     * @param file the file of the rows
     * @param rows the rows as they are trained on
     */
    static Trained of(TableSamples file, Samples rows, TrainingPlan plan, Validation validation) {
        long start = file.bytesRead();
        long total = validation.passes(plan) * file.bytes();
        try (ProgressBar progress = Progress.ofBytes("training", total)) {
            Samples.Visitor step = (features, label) -> {
                progress.stepTo(file.bytesRead() - start);
                if (progress.getCurrent() == total) {
                    progress.setExtraMessage("solving");
                }
            };
            return ElmTrainer.train(rows.via(step::andThen), plan, validation, new AllCores());
        }
    }
}
