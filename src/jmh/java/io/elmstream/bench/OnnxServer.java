package io.elmstream.bench;

import ai.onnxruntime.OrtException;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.config.ServeSettings;
import io.elmstream.http.InferenceServer;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactException;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.serving.FileModels;
import io.elmstream.serving.ModelIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The server of the product with ONNX Runtime behind it, which scores each request in a call of its own. */
public final class OnnxServer {

    private OnnxServer() {}

    /** Serves a model file and prints the address. */
    public static void main(String[] args) throws IOException, ArtefactException, OrtException, InterruptedException {
        Logging.onlyErrors();
        byte[] bytes = Files.readAllBytes(Path.of(args[0]));
        Artefact artefact = ArtefactFormat.read(bytes);
        OnnxScorer onnx = new OnnxScorer(artefact.elm());
        ServeSettings settings = ConfigurationLoader.serving(Optional.empty(), Map.of(), Map.of("batch.max.size", "1"));
        ModelIndex index = FileModels.index(
                Map.of(artefact.key(), bytes),
                Files.createTempDirectory("elmstream-onnx"),
                Runnable::run,
                System::currentTimeMillis);
        InferenceServer server = InferenceServer.start(
                settings,
                () -> Optional.of(index),
                () -> true,
                () -> true,
                "bench",
                (model, rows, count, workspace, probabilities) -> onnx.score(rows, count, probabilities));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println("answers on http://127.0.0.1:" + server.port() + "/");
        // the threads of the server keep no process alive
        new CountDownLatch(1).await();
    }
}
