package io.elmstream.page;

import static io.elmstream.support.Waiting.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.http.Answer;
import io.elmstream.http.SiteUnderTest;
import io.elmstream.wire.RegistryUnreachableException;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PageSiteTest {

    private static final long T = 1_764_240_000_000L;
    private static final String TOKEN = "Authorization: Bearer secret\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<ModelStatus>> governor = new AtomicReference<>(Optional.empty());
    private final LivePage page =
            new LivePage(new PageFacts("elmstream", "i1", "1.0", true, 1_000, 3_600_000, false, true), 2, () -> T);
    private final PageActions actions = new PageActions(command -> {
        asked.add(command.id() + ": " + command.inShort());
        return governor.get();
    });

    @AutoClose
    private final SiteUnderTest server =
            new SiteUnderTest(new PageSite(page, new Access(Optional.of("secret"), true), Optional.of(actions)));

    @Test
    void shouldServeItsFilesWithoutATokenAndGuardEachAnswer() throws IOException {
        // When
        String index = get("/page/", "");
        String chart = get("/page/lib/uPlot.esm.js", "");
        String tag = index.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("etag: "))
                .findFirst()
                .orElseThrow()
                .substring(6);

        // Then
        assertThat(index)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-security-policy: default-src 'none'; script-src 'self';")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .containsIgnoringCase("referrer-policy: no-referrer")
                .containsIgnoringCase("content-type: text/html; charset=utf-8");
        assertThat(chart).startsWith("HTTP/1.1 200").containsIgnoringCase("content-type: text/javascript");
        assertThat(get("/page/", "If-None-Match: " + tag + "\r\n")).startsWith("HTTP/1.1 304");
        assertThat(get("/", "")).startsWith("HTTP/1.1 302").containsIgnoringCase("location: /page/");
    }

    @Test
    void shouldServeNothingButItsFiles() throws IOException {
        // When, then
        for (String path : List.of(
                "/page/PageSite.class",
                "/page/../../../../etc/passwd",
                "/page/%2e%2e/%2e%2e/elmstream.properties",
                "/page/..%2fpage%2findex.html",
                "/page//etc/passwd",
                "/page/lib/../index.html",
                "/page/lib/uPlot.iife.js",
                "/page/none.js")) {
            assertThat(get(path, TOKEN)).as(path).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void shouldSayWhyACommandCannotBeSent() {
        // Given
        PageActions without = new PageActions(command -> {
            throw new RegistryUnreachableException("the registry does not answer", new IOException());
        });

        // When
        Answer answer = without.carryOut(
                "{\"action\":\"retire\",\"model\":\"m\",\"version\":2,\"revision\":7}".getBytes(UTF_8));

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(new String(answer.body(), UTF_8))
                .contains("the command cannot be sent: the registry does not answer");
    }

    @Test
    void shouldRefuseStrangers() throws IOException {
        // When, then
        for (String path : List.of("/page/state", "/page/events", "/page/sensors", "/page/actions")) {
            assertThat(get(path, "")).as(path).startsWith("HTTP/1.1 401").containsIgnoringCase("www-authenticate");
            assertThat(get(path, "Authorization: Bearer wrong\r\n")).as(path).startsWith("HTTP/1.1 401");
        }
        assertThat(send("POST /page/actions HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n" + TOKEN
                        + JSON + "Content-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldCarryOutActionsOfAPageBehindAProxy() throws IOException {
        // Given
        String body = "{\"action\":\"promote\",\"model\":\"m\",\"version\":2,\"revision\":7}";

        // When
        String answer = send("POST /page/actions HTTP/1.1\r\nHost: plant.example\r\nOrigin: https://plant.example\r\n"
                + TOKEN + JSON + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 504");
        assertThat(asked).containsExactly("m: promote version 2 at revision 7");
    }

    @Test
    void shouldCompressForClientsThatTakeIt() throws IOException {
        // When
        String script = get("/page/app.js", "");
        String zipped = get("/page/app.js", "Accept-Encoding: gzip, br\r\n");
        String state = get("/page/state", TOKEN + "Accept-Encoding: gzip\r\n");

        // Then
        assertThat(zipped)
                .containsIgnoringCase("content-encoding: gzip")
                .containsIgnoringCase("vary: accept-encoding")
                .containsPattern("(?i)etag: \"[0-9a-f]+-gzip\"");
        assertThat(unzipped(zipped)).isEqualTo(body(script));
        assertThat(zipped.length()).isLessThan(script.length() / 2);
        assertThat(unzipped(state)).startsWith("{\"application\":");
    }

    @Test
    @Timeout(60)
    void shouldSendCompressedEventsAtOnce() throws Exception {
        // Given
        page.change();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/page/events"))
                .header("Authorization", "Bearer secret")
                .header("Accept-Encoding", "gzip")
                .build();

        // When
        HttpResponse<InputStream> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());

        // Then
        assertThat(answer.headers().map())
                .containsEntry("content-encoding", List.of("gzip"))
                .containsEntry("x-accel-buffering", List.of("no"));
        try (InputStream events = new GZIPInputStream(answer.body())) {
            StringBuilder got = new StringBuilder();
            readUntil(events, got, "event: state");
            page.change();
            readUntil(events, got, "event: change");
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String unzipped(String answer) throws IOException {
        byte[] bytes = body(answer).getBytes(ISO_8859_1);
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), ISO_8859_1);
    }

    @Test
    void shouldSendTheFullStateAndThenChanges() throws IOException {
        // Given
        page.change();
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("GET /page/events HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n").getBytes(ISO_8859_1));
            StringBuilder got = new StringBuilder();
            readUntil(socket, got, "\"deadLetters\"");

            // When
            page.take((state, now) -> {
                state.take(Reports.of("i1", T - 10_000, T - 9_000, 100, 0), T - 9_000, T - 9_000);
                state.take(Reports.of("i1", T - 10_000, T - 8_000, 200, 0), T - 8_000, T - 8_000);
            });
            page.change();

            // Then
            readUntil(socket, got, "event: change");
            readUntil(socket, got, "\"times\":[1764239990,1764239991");
            assertThat(got.toString())
                    .contains("HTTP/1.1 200")
                    .contains("retry: 2000")
                    .containsSubsequence("id: 1", "event: state", "id: 2", "event: change");
        }
    }

    @Test
    void shouldHaveAsManyListenersAsAllowed() throws IOException {
        // Given
        String request = "GET /page/events HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n";
        try (Socket first = new Socket("127.0.0.1", server.port());
                Socket second = new Socket("127.0.0.1", server.port())) {
            first.getOutputStream().write(request.getBytes(ISO_8859_1));
            second.getOutputStream().write(request.getBytes(ISO_8859_1));
            await().until(() -> !page.hasRoom());

            // When, then
            assertThat(get("/page/events", TOKEN)).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 10");
        }
        await().until(page::hasRoom);
    }

    @Test
    void shouldCarryOutActionsAndReturnTheAnswerOfTheGovernor() throws IOException {
        // Given
        governor.set(Optional.of(new ModelStatus(
                1,
                "r",
                "t",
                0,
                1L,
                Instant.EPOCH,
                CommandOutcome.REFUSED,
                "m",
                2,
                "CONFLICT",
                "f",
                "it moved",
                8L,
                1,
                null)));

        // When
        String answer = post("{\"action\":\"promote\",\"model\":\"m\",\"version\":2,\"revision\":7}");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .endsWith("{\"accepted\":false,\"reason\":\"CONFLICT\",\"text\":\"it moved\",\"revision\":8}");
        assertThat(asked).containsExactly("m: promote version 2 at revision 7");

        // When, then
        governor.set(Optional.empty());
        assertThat(post("{\"action\":\"rollback\",\"model\":\"m\",\"version\":2,\"revision\":7}"))
                .startsWith("HTTP/1.1 504");
    }

    @Test
    void shouldSayWhatIsWrongWithAnAction() throws IOException {
        // When, then
        for (String body : List.of(
                "",
                "{",
                "[]",
                "null",
                "{\"action\":\"delete\",\"model\":\"m\",\"version\":1,\"revision\":1}",
                "{\"action\":\"promote\",\"model\":\"M/../x\",\"version\":1,\"revision\":1}",
                "{\"action\":\"promote\",\"model\":\"m\",\"version\":0,\"revision\":1}",
                "{\"action\":\"promote\",\"model\":\"m\",\"version\":1}",
                "[".repeat(9_000))) {
            assertThat(post(body)).as(body).startsWith("HTTP/1.1 400").contains("{\"error\":");
        }
        assertThat(post("x".repeat(20_000))).startsWith("HTTP/1.1 413");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldFindSensors() throws IOException {
        // Given
        page.take((state, now) -> state.take(
                Reports.full("i1", T - 1_000, T, false, List.of(), 0, 3, Reports.alerts(9, 3, T), Map.of(), List.of()),
                now,
                now));

        // When, then
        assertThat(get("/page/sensors?search=S-1&limit=1", TOKEN))
                .contains("{\"total\":3,\"matched\":2,\"sensors\":[{\"sensor\":\"s-10\"");
        assertThat(get("/page/sensors?limit=-1", TOKEN)).startsWith("HTTP/1.1 400");
        assertThat(get("/page/sensors?offset=x", TOKEN)).startsWith("HTTP/1.1 400");
    }

    private String post(String body) throws IOException {
        return send("POST /page/actions HTTP/1.1\r\nHost: localhost:1\r\n" + TOKEN + JSON + "Content-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    private String get(String path, String headers) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n" + headers + "Connection: close\r\n\r\n");
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static void readUntil(Socket socket, StringBuilder got, String expected) throws IOException {
        readUntil(socket.getInputStream(), got, expected);
    }

    private static void readUntil(InputStream in, StringBuilder got, String expected) throws IOException {
        byte[] part = new byte[8_192];
        while (got.indexOf(expected) < 0) {
            int read = in.read(part);
            assertThat(read).as("bytes before " + expected).isPositive();
            got.append(new String(part, 0, read, ISO_8859_1));
        }
    }
}
