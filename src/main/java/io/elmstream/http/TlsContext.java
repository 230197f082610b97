package io.elmstream.http;

import io.elmstream.config.ConfigurationException;
import io.elmstream.config.ServeSettings.Tls;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** Reads the keystore of a server. */
final class TlsContext {

    private TlsContext() {}

    /**
     * Returns the context for connections.
     *
     * @throws ConfigurationException if the keystore cannot be used
     */
    static SslContext of(Tls tls) {
        char[] password = tls.password().toCharArray();
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(tls.keystore().toFile(), password), password);
            return SslContextBuilder.forServer(keys).build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw tls.unusable(e);
        }
    }
}
