package io.elmstream.wire;

import com.microsoft.kiota.RequestInformation;
import io.apicurio.registry.client.common.RegistryClientOptions;
import io.apicurio.registry.client.common.auth.JdkAuthFactory;
import io.apicurio.registry.client.common.ssl.JdkSslContextFactory;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryClientFacadeImpl;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.rest.client.RegistryClient;
import io.kiota.http.jdk.JDKRequestAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Sends the requests of Apicurio's client with the JDK's HTTP client. Apicurio's own factory would do this too, but
 * only with Vert.x and Netty on the class path, which nothing else needs.
 */
@SuppressWarnings("unchecked") // an override within JDKRequestAdapter
public final class RegistryRequests extends JDKRequestAdapter {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private static final String CORE_API = "/apis/registry/v3";

    /** Returns the value of the Authorization header, empty for a registry without authentication. */
    private final Supplier<String> authorization;

    private RegistryRequests(HttpClient http, Supplier<String> authorization) {
        super(http);
        this.authorization = authorization;
    }

    /**
     * Returns Apicurio's client for the registry in the settings.
     *
     * @throws IllegalArgumentException if the settings contradict each other
     */
    public static RegistryClientFacade client(SchemaResolverConfig config) {
        RegistryClientOptions options = RegistryClientSettings.options(config);
        HttpClient http = http(options);
        RegistryRequests requests = new RegistryRequests(http, authorization(options, http));
        requests.setBaseUrl(coreApi(options.getRegistryUrl()));
        return new RegistryClientFacadeImpl(new RegistryClient(requests));
    }

    private static String coreApi(String url) {
        String address = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return address.endsWith(CORE_API) ? address : address + CORE_API;
    }

    @Override
    protected HttpRequest getRequestFromRequestInformation(RequestInformation request) {
        String value = authorization.get();
        if (!value.isEmpty()) {
            request.headers.tryAdd("Authorization", value);
        }
        return super.getRequestFromRequestInformation(request);
    }

    private static HttpClient http(RegistryClientOptions options) {
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (JdkSslContextFactory.hasSslConfig(options)) {
            http.sslContext(JdkSslContextFactory.createSslContext(options));
            http.sslParameters(JdkSslContextFactory.createSslParameters(options));
        }
        if (options.getProxyHost() != null) {
            http.proxy(ProxySelector.of(new InetSocketAddress(options.getProxyHost(), options.getProxyPort())));
            if (options.getProxyUsername() != null) {
                http.authenticator(
                        JdkAuthFactory.buildProxyAuthenticator(options.getProxyUsername(), options.getProxyPassword()));
            }
        }
        return http.build();
    }

    private static Supplier<String> authorization(RegistryClientOptions options, HttpClient http) {
        return switch (options.getAuthType()) {
            case BASIC -> {
                String value = JdkAuthFactory.buildBasicAuthHeaderValue(options.getUsername(), options.getPassword());
                yield () -> value;
            }
            case OAUTH2 -> {
                JdkAuthFactory.TokenProvider tokens = JdkAuthFactory.buildOAuth2TokenProvider(
                        http,
                        options.getTokenEndpoint(),
                        options.getClientId(),
                        options.getClientSecret(),
                        options.getScope());
                yield () -> bearer(tokens);
            }
            default -> () -> "";
        };
    }

    private static String bearer(JdkAuthFactory.TokenProvider tokens) {
        try {
            return "Bearer " + tokens.getToken();
        } catch (IOException e) {
            throw new UncheckedIOException("no token for the registry from the token endpoint: " + e.getMessage(), e);
        }
    }
}
