package io.elmstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ServeSettings;
import io.elmstream.config.ServeSettings.Tls;
import io.elmstream.serving.CacheSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsServerTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerOverTlsOnly() throws Exception {
        // Given
        Path keystore = keystore();
        try (InferenceServer server = HttpCaller.start(settings(keystore, PASSWORD), HttpCaller.sides())) {
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(trusting(keystore)).build();

            // When
            var answer = trusting.send(ask("https", server), BodyHandlers.ofString());

            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"live\":true}");
            assertThatThrownBy(() -> HttpClient.newHttpClient().send(ask("http", server), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNameTheKeystoreThatCannotBeUsed() throws Exception {
        // Given
        ServeSettings missing = settings(folder.resolve("none.p12"), PASSWORD);
        ServeSettings wrong = settings(keystore(), "wrong1");

        // When / Then
        assertThatThrownBy(() -> HttpCaller.start(missing, HttpCaller.sides()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("serve.tls.keystore")
                .hasMessageContaining("none.p12");
        assertThatThrownBy(() -> InferenceServer.requireFree(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("serve.tls.keystore.password");
    }

    private static HttpRequest ask(String scheme, InferenceServer server) {
        return HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + server.port() + "/v2/health/live"))
                .timeout(Duration.ofMinutes(1))
                .build();
    }

    private static ServeSettings settings(Path keystore, String password) {
        return new ServeSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.of(new Tls(keystore, password)),
                1,
                256,
                8,
                8,
                1_000,
                CacheSettings.OFF,
                Duration.ofMinutes(1));
    }

    private Path keystore() throws IOException, InterruptedException {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        return file;
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
