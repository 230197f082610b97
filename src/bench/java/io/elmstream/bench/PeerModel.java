package io.elmstream.bench;

import io.elmstream.elm.Elm;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The model that all peers score with.
 *
 * @param elm the model
 * @param artefact its file
 * @param onnx the same as an ONNX file, see {@link FoldedModel}
 */
record PeerModel(Elm elm, Path artefact, Path onnx) {

    /** Writes both files into a folder. */
    static PeerModel write(byte[] artefact, Path folder) {
        try {
            Elm elm = ArtefactFormat.read(artefact).elm();
            Files.createDirectories(folder);
            return new PeerModel(
                    elm,
                    Files.write(folder.resolve("model.elm"), artefact),
                    Files.write(folder.resolve("model.onnx"), FoldedModel.of(elm)));
        } catch (ArtefactException e) {
            throw new IllegalStateException("the bench model cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the bench model", e);
        }
    }
}
