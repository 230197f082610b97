package io.elmstream.cli.cluster;

import io.elmstream.app.BuildInfo;
import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.Logging;
import io.elmstream.cli.terminal.ModelFile;
import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ConfigurationKeys;
import io.elmstream.config.ServeSettings;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.elm.Counted;
import io.elmstream.http.InferenceServer;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.model.VersionKey;
import io.elmstream.serving.FileModels;
import io.elmstream.serving.ModelIndex;
import io.elmstream.serving.Rounding;
import io.elmstream.serving.ServedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers single requests from model files, without Kafka. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "elmstream serve [-hV] [--config=FILE] [--port=PORT] [--set=KEY=VALUE]...",
            "                       --model=FILE..."
        },
        description = {
            "Answers requests for inference over HTTP from model files, without Kafka, until stopped. The highest"
                    + " version of a model answers; requests can name another one. To answer requests for the models"
                    + " of a cluster, set serve.port and call run."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream serve --model shuttle-1.elm",
            "  elmstream serve --model shuttle-1.elm shuttle-2.elm --port 9000",
            "",
            "A request:",
            "  curl localhost:8090/v2/models/shuttle/infer -d '{\"inputs\":[{",
            "      \"name\":\"features\",\"shape\":[1,9],\"datatype\":\"FP32\",",
            "      \"data\":[50,21,77,0,28,0,27,48,22]}]}'"
        })
public final class ServeCommand implements Callable<Integer> {

    /** Not among the ports of health, which count up from 8081 on a machine with several instances. */
    private static final int PORT = 8090;

    @Option(
            names = "--model",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "one or more model files")
    private Path[] files = {};

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port to listen on (default: serve.port, or " + PORT + "); 0 for any that is free")
    private Optional<Integer> port = Optional.empty();

    @Mixin
    private ConfigOptions config;

    private final Console console;

    public ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.onlyErrors();
        ServeSettings settings = settings();
        Map<VersionKey, byte[]> models = models(settings.cache().rounding());
        Path folder = folder();
        ExecutorService loading = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "load-versions");
            thread.setDaemon(true);
            return thread;
        });
        ModelIndex index = FileModels.index(models, folder, loading, System::currentTimeMillis);
        InferenceServer server = started(settings, index);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            console.print(
                                    "answered %s in %s",
                                    Counted.of(server.rows(), "row"),
                                    Counted.of(server.batches(), "micro-batch", "micro-batches"));
                            clear(index);
                            closed.countDown();
                        },
                        "close-server"));
        greet(settings, server.port(), index);
        closed.await();
        return 0;
    }

    private static InferenceServer started(ServeSettings settings, ModelIndex index) {
        try {
            FileModels.trouble(index).ifPresent(trouble -> {
                throw new CommandFailure("BAD_MODEL", "--model: " + trouble, "--model");
            });
            return InferenceServer.start(
                    settings, () -> Optional.of(index), () -> true, () -> true, BuildInfo.version());
        } catch (ConfigurationException e) {
            clear(index);
            throw e.key().equals(ConfigurationKeys.SERVE_PORT) ? notFree(settings, e) : e;
        } catch (RuntimeException e) {
            clear(index);
            throw e;
        }
    }

    private static CommandFailure notFree(ServeSettings settings, ConfigurationException problem) {
        return new CommandFailure(
                "NOT_FREE",
                "--port: cannot listen on " + settings.host() + ":" + settings.port() + ": "
                        + Diagnosis.innermost(problem) + ". Choose another port (0 for any that is free) or serve.host",
                "--port");
    }

    private ServeSettings settings() {
        ServeSettings settings = config.serving();
        int chosen = port.orElse(settings.port() == 0 ? PORT : settings.port());
        if (chosen < 0 || chosen > 65_535) {
            throw new CommandFailure("BAD_VALUE", "--port is " + chosen + ", must be 0 to 65535", "--port");
        }
        return settings.withPort(chosen);
    }

    private Map<VersionKey, byte[]> models(Rounding rounding) {
        Map<VersionKey, byte[]> models = new LinkedHashMap<>();
        Arrays.stream(files).forEach(file -> {
            ModelFile model = ModelFile.read(file, "--model");
            VersionKey key = model.artefact().key();
            byte[] other = models.put(key, model.bytes());
            if (other != null && !Arrays.equals(other, model.bytes())) {
                throw new CommandFailure(
                        "BAD_MODEL", "--model: " + file + " is " + key + ", as another file is too", "--model");
            }
            rounding.warning(key, model.artefact().classifier().featureNames())
                    .ifPresent(warning -> console.say(true, warning));
        });
        return models;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("elmstream-serve");
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary folder cannot be created", e);
        }
    }

    private static void clear(ModelIndex index) {
        try {
            index.clear();
        } catch (IOException e) {
            // they are temporary files
        }
    }

    private void greet(ServeSettings settings, int boundPort, ModelIndex index) {
        console.print("scores with " + ForwardPass.choice().reason());
        String server = settings.url(boundPort);
        List<ServedModel> served = index.snapshot().models().stream()
                .sorted(Comparator.comparing(model -> model.timeline().modelId()))
                .toList();
        served.forEach(model -> console.print(
                "answers on " + server + "/v2/models/" + model.timeline().modelId() + "/infer"));
        if (!settings.isLoopback() && settings.token().isEmpty()) {
            console.say(true, "everyone who reaches " + settings.host() + " can ask: set serve.token");
        }
        console.print("stop with Ctrl-C");
    }
}
