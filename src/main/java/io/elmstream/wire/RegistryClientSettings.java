package io.elmstream.wire;

import io.apicurio.registry.client.common.RegistryClientOptions;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the {@code apicurio.registry.*} properties for authentication, TLS and proxy in the same way as Apicurio's own
 * serde, whose reader cannot be used because it requires Vert.x.
 */
final class RegistryClientSettings {

    private RegistryClientSettings() {}

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if a property is missing that another one needs, or has a value that Apicurio
     *     does not know
     */
    static RegistryClientOptions options(SchemaResolverConfig config) {
        RegistryClientOptions options = RegistryClientOptions.create(config.getRegistryUrl());
        authenticate(config, options);
        trust(config, options);
        if (config.getProxyHost() != null && config.getProxyPort() != null) {
            options.proxy(config.getProxyHost(), config.getProxyPort());
            if (config.getProxyUsername() != null && config.getProxyPassword() != null) {
                options.proxyAuth(config.getProxyUsername(), config.getProxyPassword());
            }
        }
        return options;
    }

    private static void authenticate(SchemaResolverConfig config, RegistryClientOptions options) {
        if (config.getTokenEndpoint() != null) {
            options.oauth2(
                    config.getTokenEndpoint(),
                    required(config.getAuthClientId(), SchemaResolverConfig.AUTH_CLIENT_ID),
                    required(config.getAuthClientSecret(), SchemaResolverConfig.AUTH_CLIENT_SECRET),
                    config.getAuthClientScope());
        } else if (config.getAuthUsername() != null) {
            options.basicAuth(
                    config.getAuthUsername(), required(config.getAuthPassword(), SchemaResolverConfig.AUTH_PASSWORD));
        }
    }

    private static String required(String value, String property) {
        if (value == null) {
            throw new IllegalArgumentException(
                    property + " is missing: the credentials for the registry are incomplete");
        }
        return value;
    }

    private static void trust(SchemaResolverConfig config, RegistryClientOptions options) {
        options.trustAll(config.getTlsTrustAll());
        options.verifyHost(config.getTlsVerifyHost());
        String location = config.getTlsTruststoreLocation();
        String certificates = config.getTlsCertificates();
        if (location != null) {
            String type = config.getTlsTruststoreType().toUpperCase(Locale.ROOT);
            switch (type) {
                case "JKS" -> options.trustStoreJks(location, config.getTlsTruststorePassword());
                case "PKCS12", "P12" -> options.trustStorePkcs12(location, config.getTlsTruststorePassword());
                case "PEM" -> options.trustStorePem(location);
                default ->
                    throw new IllegalArgumentException(
                            SchemaResolverConfig.TLS_TRUSTSTORE_TYPE + " is " + type + ", must be JKS, PKCS12 or PEM");
            }
        } else if (certificates != null && certificates.contains("-----BEGIN CERTIFICATE-----")) {
            options.trustStorePemContent(certificates);
        } else if (certificates != null) {
            options.trustStorePem(
                    Arrays.stream(certificates.split(",")).map(String::trim).toArray(String[]::new));
        }
    }
}
