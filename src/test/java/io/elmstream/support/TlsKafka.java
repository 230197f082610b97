package io.elmstream.support;

import io.elmstream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The embedded broker with a listener that speaks TLS, and nothing else. */
public final class TlsKafka implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final EmbeddedBroker broker;
    private final Path store;

    public TlsKafka(Path folder) throws IOException, InterruptedException {
        store = folder.resolve("broker.p12");
        makeCertificate();
        broker = EmbeddedBroker.start(
                folder.resolve("tls-broker"),
                Map.of(
                        "listener.security.protocol.map",
                        "PLAINTEXT:SSL,CONTROLLER:PLAINTEXT",
                        "inter.broker.listener.name",
                        "PLAINTEXT",
                        "ssl.keystore.location",
                        store.toString(),
                        "ssl.keystore.password",
                        PASSWORD,
                        "ssl.truststore.location",
                        store.toString(),
                        "ssl.truststore.password",
                        PASSWORD));
    }

    /** A key and a certificate for 127.0.0.1 that signs itself. */
    private void makeCertificate() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=broker",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool ended with " + keytool.exitValue());
        }
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** What a client sets that trusts this broker. */
    public Map<String, String> trust() {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                store.toString(),
                "ssl.truststore.password",
                PASSWORD);
    }

    @Override
    public void close() {
        broker.close();
    }
}
