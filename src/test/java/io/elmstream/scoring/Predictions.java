package io.elmstream.scoring;

import io.elmstream.data.OutputFile;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.tables.Layout;
import io.elmstream.tables.Table;
import io.elmstream.tables.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scores files for tests. */
final class Predictions {

    private Predictions() {}

    static ScoringModel model(byte[] artefact) {
        try {
            return ScoringModel.of(
                    ArtefactFormat.read(artefact), ArtefactFormat.digest(artefact), ForwardPass.fastest());
        } catch (ArtefactException e) {
            throw new AssertionError(e);
        }
    }

    static PredictionSettings settings(String... keep) {
        return new PredictionSettings(
                List.of(keep).stream().map(KeptColumn::parse).toList(), true, Layout.UNKNOWN, 2);
    }

    static FilePrediction.Result run(byte[] artefact, Path in, Path out, PredictionSettings settings) {
        return run(model(artefact), in, out, settings);
    }

    static FilePrediction.Result run(ScoringModel model, Path in, Path out, PredictionSettings settings) {
        try {
            return prediction(model, in, out, settings).run(progress -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FilePrediction prediction(ScoringModel model, Path in, Path out, PredictionSettings settings) {
        return new FilePrediction(
                model,
                Table.of(TableFile.toRead(in).open("--in", settings.layout())),
                TableFile.of("--out", out),
                OutputFile.of("--out", out),
                settings);
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
