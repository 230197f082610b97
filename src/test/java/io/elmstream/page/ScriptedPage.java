package io.elmstream.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Serves the files of the page, with the headers of an instance, and states and changes that a test writes. */
final class ScriptedPage implements AutoCloseable {

    static final String TOKEN = "token-of-the-test";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "css",
            "text/css; charset=utf-8");

    private final HttpServer server;
    private final ExecutorService answering = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-page");
        thread.setDaemon(true);
        return thread;
    });
    private final List<BlockingQueue<String>> listeners = new CopyOnWriteArrayList<>();
    private final List<JsonNode> actions = new CopyOnWriteArrayList<>();
    private volatile ObjectNode state;
    private volatile JsonNode answer = JSON.createObjectNode();
    private volatile boolean cut;

    ScriptedPage(ObjectNode state) throws IOException {
        this.state = state;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/page/", this::file);
        server.createContext("/page/events", this::events);
        server.createContext("/page/sensors", this::sensors);
        server.createContext("/page/actions", this::act);
        server.setExecutor(answering);
        server.start();
    }

    /** The address with the token, as an instance prints it. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/page/#token=" + TOKEN;
    }

    /** What a page that opens gets. */
    void state(ObjectNode next) {
        state = next;
    }

    void send(JsonNode change) {
        listeners.forEach(listener -> listener.add(event("change", change)));
    }

    /** Ends all streams and refuses new ones, until {@link #mend}. */
    void cut() {
        cut = true;
        listeners.forEach(listener -> listener.add(""));
    }

    void mend() {
        cut = false;
    }

    /** What the governor says to the next actions. */
    void answer(Map<String, Object> next) {
        answer = JSON.valueToTree(next);
    }

    List<JsonNode> actions() {
        return actions;
    }

    @Override
    public void close() {
        cut();
        server.stop(0);
        answering.shutdownNow();
    }

    private void file(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/page/".length());
        String path = name.startsWith("lib/")
                ? "/META-INF/resources/webjars/uplot/1.6.30/dist/" + name.substring("lib/".length())
                : "/io/elmstream/page/" + (name.isEmpty() ? "index.html" : name);
        try (InputStream in = ScriptedPage.class.getResourceAsStream(path)) {
            String ending = path.substring(path.lastIndexOf('.') + 1);
            respond(
                    exchange,
                    in == null ? 404 : 200,
                    TYPES.getOrDefault(ending, "text/plain"),
                    in == null ? new byte[0] : in.readAllBytes());
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        if (rejected(exchange)) {
            return;
        }
        if (cut) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            respond(exchange, 503, "text/plain", new byte[0]);
            return;
        }
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        queue.add("retry: 200\n" + event("state", state));
        listeners.add(queue);
        headers(exchange, "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (String next = queue.take(); !next.isEmpty(); next = queue.take()) {
                out.write(next.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(queue);
        }
    }

    private static String event(String name, JsonNode data) {
        return "id: %d\nevent: %s\ndata: %s\n\n".formatted(data.path("at").asLong(), name, data);
    }

    /** As an instance that knows of all sensors in alert: the story's, whose names count up. */
    private void sensors(HttpExchange exchange) throws IOException {
        if (rejected(exchange)) {
            return;
        }
        int total = state.path("alerts").path("inAlert").asInt();
        String query = exchange.getRequestURI().getQuery();
        String search = query.replaceAll(".*search=([^&]*).*", "$1");
        int limit = Integer.parseInt(query.replaceAll(".*limit=([^&]*).*", "$1"));
        List<String> matched = IntStream.range(0, total)
                .mapToObj(i -> "line-%d/press-%03d".formatted(1 + i % 4, 100 + i))
                .filter(name -> name.contains(search))
                .toList();
        Map<String, Object> found = PageStory.map(
                "total",
                total,
                "matched",
                matched.size(),
                "sensors",
                matched.stream()
                        .limit(limit)
                        .map(name -> PageStory.sensor(name.hashCode(), name, PageStory.NOW - 90_000))
                        .toList());
        respond(exchange, 200, "application/json", JSON.writeValueAsBytes(found));
    }

    private void act(HttpExchange exchange) throws IOException {
        if (rejected(exchange)) {
            return;
        }
        actions.add(JSON.readTree(exchange.getRequestBody()));
        respond(exchange, 200, "application/json", JSON.writeValueAsBytes(answer));
    }

    private static boolean rejected(HttpExchange exchange) throws IOException {
        @Nullable String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (("Bearer " + TOKEN).equals(given)) {
            return false;
        }
        respond(exchange, 401, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        headers(exchange, type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void headers(HttpExchange exchange, String type) {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                                + " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    }
}
