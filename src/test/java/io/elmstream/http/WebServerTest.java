package io.elmstream.http;

import static io.elmstream.support.Waiting.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.http.WebReply.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {

    private static final String GET = "GET /echo?a=b%20c HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final byte[] LARGE = new byte[16 << 20];

    @AutoClose
    private WebServer server;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new WebServer(new InetSocketAddress("127.0.0.1", 0), List.of(new Echo()));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Answers with what it was asked. */
    private final class Echo implements Site {

        @Override
        public Optional<WebReply> answer(WebRequest request) {
            String text = request.method() + " " + request.path() + " " + request.query() + " "
                    + new String(request.body(), ISO_8859_1);
            return switch (request.path()) {
                case "/echo" -> Optional.of(Answer.text(200, text));
                case "/large" -> Optional.of(new Answer(200, Map.of(), LARGE));
                case "/work" -> Optional.of(new WebReply.Work(() -> Answer.text(200, text)));
                case "/events" ->
                    Optional.of(new WebReply.Events(Map.of("X-Test", "1"), listeners::add, listeners::remove));
                default -> Optional.empty();
            };
        }

        @Override
        public List<String> paths() {
            return List.of("/echo", "/work");
        }
    }

    @Test
    void shouldAnswerOneRequestAfterTheOther() throws IOException {
        // When
        String answers = exchange(GET
                + "POST /work HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
                + "GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answers)
                .containsSubsequence(
                        "HTTP/1.1 200 OK",
                        "GET /echo {a=b c} ",
                        "HTTP/1.1 200 OK",
                        "POST /work {} body",
                        "HTTP/1.1 404",
                        "not found; use /echo or /work");
    }

    @Test
    void shouldAnswerWhileThousandsSendHalfARequest() throws IOException {
        // Given
        for (int i = 0; i < 2_500; i++) {
            open("GET /echo HTTP/1.1\r\nHost");
        }

        // When, then
        assertThat(exchange(GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
                .contains("GET /echo");
    }

    @Test
    void shouldAnswerWhileOthersDoNotReadTheirAnswers() throws IOException {
        // Given: more than the bytes that may wait
        for (int i = 0; i < 5; i++) {
            open("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            // one that begins later than the last answer would cut that one off
            assertThat(sockets.get(i).getInputStream().read()).isEqualTo('H');
        }

        // When
        String answer = exchange("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(answer).hasSizeGreaterThan(LARGE.length);
        assertThat(isCut(sockets.get(0))).isTrue();
    }

    private static boolean isCut(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes().length < LARGE.length;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shouldRefuseWhatIsNotHttpOrTooLarge() throws IOException {
        // When, then
        assertThat(exchange("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(exchange("GET /echo HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(exchange("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414");
        assertThat(exchange("POST /echo HTTP/1.1\r\nContent-Length: 20000\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(exchange("GET /echo?%zz=%1 HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldSendEventsUntilTheListenerLeaves() throws IOException {
        // Given
        Socket client = open("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
        await().until(() -> listeners.size() == 1);

        // When
        listeners.get(0).send("data: 1\n\n".getBytes(ISO_8859_1));

        // Then
        String head = new String(client.getInputStream().readNBytes(30), ISO_8859_1);
        assertThat(head).startsWith("HTTP/1.1 200 OK");
        client.close();
        await().until(listeners::isEmpty);
    }

    @Test
    void shouldDropAListenerThatNeverReads() throws IOException {
        // Given
        open("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
        await().until(() -> listeners.size() == 1);
        Listener slow = listeners.get(0);
        byte[] large = new byte[1 << 20];

        // When
        int sent = 0;
        while (sent < 1_000 && slow.send(large)) {
            sent++;
        }

        // Then
        assertThat(sent).isLessThan(1_000);
        await().until(listeners::isEmpty);
        assertThat(slow.send(large)).isFalse();
    }

    private Socket open(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    private String exchange(String request) throws IOException {
        try (InputStream answer = open(request).getInputStream()) {
            return new String(answer.readAllBytes(), ISO_8859_1);
        }
    }
}
