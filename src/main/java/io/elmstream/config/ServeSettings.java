package io.elmstream.config;

import io.elmstream.serving.CacheSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How single requests are answered over HTTP.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any, in tests
 * @param token required of each request, if set
 * @param tls makes it HTTPS, if set
 * @param threads event loops, each of which scores the requests of its connections
 * @param batchSize rows at which a micro-batch takes no further requests
 * @param maxRequests how many requests may be in progress at a time
 * @param maxRequestsPerClient how many of them may come from one address
 * @param maxRequestBytes the largest body of a request
 * @param cache of each event loop
 * @param patience how long a request may wait to be scored
 */
public record ServeSettings(
        String host,
        int port,
        Optional<String> token,
        Optional<Tls> tls,
        int threads,
        int batchSize,
        int maxRequests,
        int maxRequestsPerClient,
        int maxRequestBytes,
        CacheSettings cache,
        Duration patience) {

    /**
     * The certificate of the server and its private key.
     *
     * @param keystore a file in PKCS#12 or JKS
     * @param password of the file and of the key in it
     */
    public record Tls(Path keystore, String password) {

        /** Returns the exception for a keystore that cannot be used. */
        public ConfigurationException unusable(Exception cause) {
            return new ConfigurationException(
                    ConfigurationKeys.SERVE_KEYSTORE,
                    ConfigurationKeys.SERVE_KEYSTORE + ": " + keystore + " cannot be used with the password in "
                            + ConfigurationKeys.SERVE_KEYSTORE_PASSWORD + ": " + cause.getMessage());
        }

        @Override
        public String toString() {
            return "Tls[" + keystore + "]";
        }
    }

    /** Returns a copy that listens on another port. */
    public ServeSettings withPort(int other) {
        return new ServeSettings(
                host,
                other,
                token,
                tls,
                threads,
                batchSize,
                maxRequests,
                maxRequestsPerClient,
                maxRequestBytes,
                cache,
                patience);
    }

    /** Returns the address of the server, with the port that it is bound to. */
    public String url(int boundPort) {
        return (tls.isPresent() ? "https://" : "http://") + host + ":" + boundPort;
    }

    /** Returns whether only this machine can connect. */
    public boolean isLoopback() {
        return Configuration.HttpAddress.isLoopback(host);
    }

    /** Returns the exception for an address that cannot be bound. */
    public ConfigurationException notFree(Throwable cause) {
        return new ConfigurationException(
                ConfigurationKeys.SERVE_PORT,
                "Cannot answer requests on serve.host %s, serve.port %d: %s. Set another serve.port, or 0 for none."
                        .formatted(host, port, cause.getMessage()),
                cause);
    }

    @Override
    public String toString() {
        return "ServeSettings[" + host + ":" + port + "]";
    }
}
