package io.elmstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire to a registry; what a registry answers is in {@link ApicurioRegistryIT}. */
class RegistryRequestsTest {

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private String address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean token = exchange.getRequestURI().getPath().equals("/token");
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (token ? "{\"access_token\":\"t0\",\"expires_in\":300}" : "\"string\"")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldAskTheCoreApiWithOrWithoutItsPathInTheAddress() {
        // When
        String schema = ask(address + "/apis/registry/v3", Map.of());
        ask(address + "/", Map.of());

        // Then
        assertThat(schema).contains("string");
        assertThat(asked)
                .containsExactly("/apis/registry/v3/ids/contentIds/7 null", "/apis/registry/v3/ids/contentIds/7 null");
    }

    @Test
    void shouldSendNameAndPassword() {
        // When
        ask(address, Map.of(SchemaResolverConfig.AUTH_USERNAME, "ann", SchemaResolverConfig.AUTH_PASSWORD, "secret"));

        // Then
        assertThat(asked).containsExactly("/apis/registry/v3/ids/contentIds/7 Basic YW5uOnNlY3JldA==");
    }

    @Test
    void shouldFetchATokenAndSendIt() {
        // When
        ask(
                address,
                Map.of(
                        SchemaResolverConfig.AUTH_TOKEN_ENDPOINT, address + "/token",
                        SchemaResolverConfig.AUTH_CLIENT_ID, "elmstream",
                        SchemaResolverConfig.AUTH_CLIENT_SECRET, "secret"));

        // Then
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).startsWith("/token");
        assertThat(asked.get(1)).isEqualTo("/apis/registry/v3/ids/contentIds/7 Bearer t0");
    }

    @Test
    void shouldNameTheCredentialThatIsMissing() {
        // When / Then
        assertThatThrownBy(() -> ask(address, Map.of(SchemaResolverConfig.AUTH_USERNAME, "ann")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("apicurio.registry.auth.password is missing");
        assertThatThrownBy(() -> ask(
                        address,
                        Map.of(
                                SchemaResolverConfig.TLS_TRUSTSTORE_LOCATION,
                                "a.bks",
                                SchemaResolverConfig.TLS_TRUSTSTORE_TYPE,
                                "BKS")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apicurio.registry.tls.truststore.type is BKS, must be JKS, PKCS12 or PEM");
    }

    private static String ask(String url, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(SchemaResolverConfig.REGISTRY_URL, url);
        return RegistryRequests.client(new SchemaResolverConfig(all)).getSchemaByContentId(7L);
    }
}
