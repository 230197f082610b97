package io.elmstream.http;

import io.elmstream.serving.ScoreRequest;
import io.elmstream.serving.ServedModel;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the paths of the Open Inference Protocol, {@code /v2/...}, and of TensorFlow Serving, {@code /v1/models/...}.
 */
final class Routes {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final Inference inference;
    private final BooleanSupplier isLive;
    private final BooleanSupplier isReady;
    private final String version;

    /**
     * Creates the routes.
     *
     * @param version of the product
     */
    Routes(Inference inference, BooleanSupplier isLive, BooleanSupplier isReady, String version) {
        this.inference = inference;
        this.isLive = isLive;
        this.isReady = isReady;
        this.version = version;
    }

    /** Returns whether a path is open to everybody: health tells nothing, and probes have no token. */
    static boolean isOpen(String path) {
        return path.equals("/v2/health/live") || path.equals("/v2/health/ready");
    }

    /** Answers a request, or says what has to be done first; never throws. */
    Reply answer(Request request) {
        try {
            return route(request);
        } catch (RequestException e) {
            return Answer.of(e);
        } catch (RuntimeException e) {
            LOG.error("{} {} could not be answered", request.method(), request.path(), e);
            return Answer.error(500, "the server failed; its log has the cause");
        }
    }

    private Reply route(Request request) throws RequestException {
        List<String> path = segments(request.path());
        String first = path.isEmpty() ? "" : path.get(0);
        if (first.equals("v2")) {
            return v2(request, path.subList(1, path.size()));
        }
        if (first.equals("v1") && path.size() > 2 && path.get(1).equals("models")) {
            return v1(request, path.subList(2, path.size()));
        }
        throw unknown(request);
    }

    private static List<String> segments(String path) throws RequestException {
        try {
            return Arrays.stream(path.split("/"))
                    .filter(segment -> !segment.isEmpty())
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw RequestException.bad("the path %s is not valid: %s", path, e.getMessage());
        }
    }

    private static RequestException unknown(Request request) {
        return RequestException.notFound(
                "%s is not a path of this server; use /v2, /v2/health/live, /v2/health/ready,"
                        + " /v2/models/MODEL[/versions/VERSION][/ready], or POST .../infer; as TensorFlow Serving:"
                        + " /v1/models/MODEL[/versions/VERSION], or POST ...:predict",
                request.path());
    }

    private Reply v2(Request request, List<String> path) throws RequestException {
        if (path.isEmpty()) {
            get(request);
            return ModelPages.server(version);
        }
        if (path.equals(List.of("health", "live"))) {
            get(request);
            return ModelPages.health("live", isLive.getAsBoolean());
        }
        if (path.equals(List.of("health", "ready"))) {
            get(request);
            return ModelPages.health("ready", isReady.getAsBoolean());
        }
        if (path.size() < 2 || !path.get(0).equals("models")) {
            throw unknown(request);
        }
        boolean named = path.size() > 3 && path.get(2).equals("versions");
        Optional<Integer> number = named ? Optional.of(number(path.get(3))) : Optional.empty();
        String rest = String.join("/", path.subList(named ? 4 : 2, path.size()));
        switch (rest) {
            case "" -> {
                get(request);
                ServedModel model = inference.model(path.get(1));
                return inference.choose(
                        model, number, Optional.empty(), choice -> ModelPages.model(model, choice.version()));
            }
            case "ready" -> {
                get(request);
                return modelReady(path.get(1), number);
            }
            case "infer" -> {
                post(request);
                return infer(inference.model(path.get(1)), number, request);
            }
            default -> throw unknown(request);
        }
    }

    private Reply modelReady(String name, Optional<Integer> number) throws RequestException {
        ServedModel model = inference.model(name);
        try {
            return inference.choose(model, number, Optional.empty(), choice -> ModelPages.health("ready", true));
        } catch (RequestException e) {
            if (e.status() == 503) {
                return ModelPages.health("ready", false);
            }
            throw e;
        }
    }

    private Reply infer(ServedModel model, Optional<Integer> number, Request request) throws RequestException {
        InferRequest infer = InferReader.read(request.body(), headerLength(request));
        return inference.choose(model, number, infer.sensor(), choice -> {
            ScoreRequest scored = inference.toScore(choice, FeatureRows.of(infer.inputs(), choice.version()));
            inference.checkClassification(infer.outputs(), scored);
            return new Reply.Pending(scored, () -> InferWriter.write(infer, scored));
        });
    }

    private static Optional<Integer> headerLength(Request request) throws RequestException {
        Optional<String> length = request.header().apply(Headers.JSON_LENGTH);
        try {
            return length.map(Integer::valueOf);
        } catch (NumberFormatException e) {
            throw RequestException.bad(
                    "the header %s is '%s'; it must be a whole number", Headers.JSON_LENGTH, length.orElse(""));
        }
    }

    private Reply v1(Request request, List<String> path) throws RequestException {
        boolean named = path.size() == 3 && path.get(1).equals("versions");
        if (path.size() != 1 && !named) {
            throw unknown(request);
        }
        String last = path.get(path.size() - 1);
        int colon = last.lastIndexOf(':');
        String target = colon < 0 ? last : last.substring(0, colon);
        ServedModel model = inference.model(named ? path.get(0) : target);
        Optional<Integer> number = named ? Optional.of(number(target)) : Optional.empty();
        if (colon < 0) {
            get(request);
            return inference.choose(
                    model, number, Optional.empty(), choice -> ModelPages.tensorFlowStatus(choice.version()));
        }
        if (!last.substring(colon).equals(":predict")) {
            throw RequestException.notFound("%s is not supported; use :predict", last.substring(colon));
        }
        post(request);
        PredictForm form = PredictForm.read(request.body());
        return inference.choose(model, number, form.sensor(), choice -> {
            ScoreRequest scored = inference.toScore(choice, form.rows(choice.version()));
            return new Reply.Pending(scored, () -> form.answer(scored));
        });
    }

    private static int number(String version) throws RequestException {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw RequestException.notFound("version '%s' is not a whole number", version);
        }
    }

    private static void get(Request request) throws RequestException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw RequestException.of(405, "%s takes GET only", request.path());
        }
    }

    private static void post(Request request) throws RequestException {
        if (!request.method().equals("POST")) {
            throw RequestException.of(405, "%s takes POST only", request.path());
        }
    }
}
