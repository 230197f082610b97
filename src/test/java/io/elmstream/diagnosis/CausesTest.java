package io.elmstream.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.ApiExceptionBuilder;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.wire.RegistryUnreachableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateExpiredException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The usual mistakes, as the exceptions that they end in, and what is told of them: cause, setting and remedy in one
 * line.
 */
class CausesTest {

    private static final String STORE = "Failed to load SSL keystore /etc/kafka/trust.p12 of type PKCS12";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                of(
                        "a wrong truststore password",
                        Side.KAFKA,
                        client(new KafkaException(
                                STORE,
                                new IOException(
                                        "keystore password was incorrect",
                                        new UnrecoverableKeyException("failed to decrypt")))),
                        "does not open with the configured password",
                        "kafka.ssl.truststore.password"),
                of(
                        "a truststore that is not there",
                        Side.KAFKA,
                        client(new KafkaException(STORE, new NoSuchFileException("/etc/kafka/trust.p12"))),
                        "a file does not exist (/etc/kafka/trust.p12)",
                        "kafka.ssl.truststore.location"),
                of(
                        "a truststore that may not be read",
                        Side.KAFKA,
                        client(new KafkaException(STORE, new AccessDeniedException("/etc/kafka/trust.p12"))),
                        "has no permission for a file (/etc/kafka/trust.p12)",
                        "owner"),
                of(
                        "a type of store that does not exist",
                        Side.KAFKA,
                        client(new KafkaException(new KeyStoreException("P12 not found"))),
                        "type does not exist",
                        "kafka.ssl.truststore.type"),
                of(
                        "a store of another type",
                        Side.KAFKA,
                        client(new KafkaException(STORE, new IOException("Invalid keystore format"))),
                        "not of the configured type",
                        "kafka.ssl.truststore.location"),
                of(
                        "a broker's certificate that is not trusted",
                        Side.KAFKA,
                        new ExecutionException(new SslAuthenticationException("SSL handshake failed", untrusted())),
                        "certificate of the broker is not trusted",
                        "kafka.ssl.truststore.location"),
                of(
                        "a registry's certificate that is not trusted",
                        Side.REGISTRY,
                        new RegistryUnreachableException(
                                "did not answer; gave up after 3000 ms", new RuntimeException(untrusted())),
                        "certificate of the schema registry is not trusted",
                        "registry.client.apicurio.registry.tls.truststore.location"),
                of(
                        "a certificate that has expired",
                        Side.KAFKA,
                        new SslAuthenticationException(
                                "SSL handshake failed",
                                new SSLHandshakeException("x")
                                        .initCause(new CertificateExpiredException("NotAfter: Mon"))),
                        "not valid at this time (NotAfter: Mon)",
                        "clock"),
                of(
                        "a certificate of another host",
                        Side.KAFKA,
                        new SslAuthenticationException(
                                "SSL handshake failed",
                                new SSLHandshakeException(
                                        "No subject alternative names matching IP address 10.0.0.1 found")),
                        "issued for another host",
                        "bootstrap.servers"),
                of(
                        "no client certificate",
                        Side.KAFKA,
                        new SslAuthenticationException(
                                "SSL handshake failed",
                                new SSLHandshakeException("Received fatal alert: certificate_required")),
                        "requires one",
                        "kafka.ssl.keystore.location"),
                of(
                        "no TLS version in common",
                        Side.KAFKA,
                        new SslAuthenticationException(
                                "SSL handshake failed",
                                new SSLHandshakeException("Received fatal alert: protocol_version")),
                        "no TLS version or cipher in common",
                        "kafka.ssl.enabled.protocols"),
                of(
                        "TLS to a plain listener",
                        Side.KAFKA,
                        new SslAuthenticationException(
                                "SSL handshake failed", new SSLException("Unsupported or unrecognized SSL message")),
                        "does not speak TLS",
                        "kafka.security.protocol"),
                of(
                        "https to a plain registry",
                        Side.REGISTRY,
                        new RuntimeException(new SSLException("Unsupported or unrecognized SSL message")),
                        "does not speak TLS",
                        "registry.url"),
                of(
                        "a wrong password",
                        Side.KAFKA,
                        new ExecutionException(
                                new SaslAuthenticationException("Authentication failed: Invalid username or password")),
                        "rejected the credentials (Authentication failed",
                        "kafka.sasl.jaas.config"),
                of(
                        "a SASL mechanism that is not enabled",
                        Side.KAFKA,
                        new UnsupportedSaslMechanismException(
                                "Client SASL mechanism 'SCRAM-SHA-256' not enabled in the server, enabled mechanisms"
                                        + " are [PLAIN]"),
                        "enabled mechanisms are [PLAIN]",
                        "kafka.sasl.mechanism"),
                of(
                        "a wrong state of SASL",
                        Side.KAFKA,
                        new IllegalSaslStateException("Unexpected handshake request with client mechanism PLAIN"),
                        "mechanism PLAIN",
                        "kafka.sasl.mechanism"),
                of(
                        "no JAAS configuration",
                        Side.KAFKA,
                        client(new IllegalArgumentException(
                                "Could not find a 'KafkaClient' entry in the JAAS configuration. System"
                                        + " property 'x' is not set")),
                        "kafka.sasl.jaas.config is missing",
                        "login module"),
                of(
                        "a login module that does not exist",
                        Side.KAFKA,
                        client(new KafkaException(new LoginException("No LoginModule found for org.example.Plain"))),
                        "kafka.sasl.jaas.config",
                        "login module"),
                of(
                        "a host that has no address",
                        Side.KAFKA,
                        client(new ConfigException("No resolvable bootstrap urls given in bootstrap.servers")),
                        "cannot be resolved",
                        "bootstrap.servers"),
                of(
                        "a registry's host that has no address",
                        Side.REGISTRY,
                        new RegistryUnreachableException(
                                "did not answer", new RuntimeException(new UnknownHostException("registri"))),
                        "cannot be resolved (registri)",
                        "registry.url"),
                of(
                        "a wrong port",
                        Side.REGISTRY,
                        new RegistryUnreachableException(
                                "did not answer", new RuntimeException(new ConnectException("Connection refused"))),
                        "nothing listens at the address of the schema registry (Connection refused)",
                        "registry.url"),
                of(
                        "brokers that are too slow",
                        Side.KAFKA,
                        new TimeoutException("Timed out waiting for a node assignment. Call: describeCluster"),
                        "did not answer in time",
                        "bootstrap.servers"),
                of(
                        "a registry that asks for a password",
                        Side.REGISTRY,
                        new IllegalStateException("refused", answer(401)),
                        "rejected the credentials (HTTP 401)",
                        "registry.client.apicurio.registry.auth.username"),
                of(
                        "a registry that forbids it",
                        Side.REGISTRY,
                        new IllegalStateException("refused", answer(403)),
                        "HTTP 403",
                        "registry"),
                of(
                        "a URL that is not the registry's",
                        Side.REGISTRY,
                        new IllegalStateException("refused", answer(404)),
                        "HTTP 404",
                        "/apis/registry/v3"),
                of(
                        "a topic that is missing",
                        Side.KAFKA,
                        new ExecutionException(new UnknownTopicOrPartitionException(
                                "This server does not host this topic-partition.")),
                        "a topic does not exist",
                        "elmstream topics create"),
                of(
                        "no ACL for a topic",
                        Side.KAFKA,
                        new TopicAuthorizationException(Set.of("models")),
                        "[models]",
                        "elmstream topics acls"),
                of(
                        "no ACL for a group",
                        Side.KAFKA,
                        GroupAuthorizationException.forGroupId("elmstream-replay"),
                        "elmstream-replay",
                        "elmstream topics acls"),
                of(
                        "no ACL for transactions",
                        Side.KAFKA,
                        new TransactionalIdAuthorizationException("not authorized for elmstream-1"),
                        "elmstream-1",
                        "elmstream topics acls"),
                of(
                        "a record that is too large",
                        Side.KAFKA,
                        new RecordTooLargeException("The message is 2000000 bytes"),
                        "2000000 bytes",
                        "max.message.bytes"),
                of(
                        "a replication that cannot be",
                        Side.KAFKA,
                        new InvalidReplicationFactorException("Replication factor: 3 larger than available brokers: 1"),
                        "larger than available brokers",
                        "topology/topics.yaml"),
                of(
                        "brokers of long ago",
                        Side.KAFKA,
                        new UnsupportedVersionException("The node does not support DESCRIBE_CLUSTER"),
                        "too old",
                        "Kafka 2.5"),
                of(
                        "a value that Kafka does not take",
                        Side.KAFKA,
                        client(new ConfigException(
                                "security.protocol", "TLS", "String must be one of: PLAINTEXT, SSL")),
                        "TLS",
                        "prefix kafka."),
                of(
                        "a class that is not there",
                        Side.KAFKA,
                        client(new KafkaException(new ClassNotFoundException("org.example.Interceptor"))),
                        "org.example.Interceptor",
                        "class path"),
                of(
                        "a full disk",
                        Side.KAFKA,
                        new FileSystemException("/tmp/x", null, "No space left on device"),
                        "the disk is full",
                        "Free some space"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void shouldTellCauseSettingAndRemedyInOneLine(
            String mistake, Side side, Throwable failure, String cause, String remedy) {
        // When
        Diagnosis told = Diagnosis.of(failure, side).orElseThrow();

        // Then
        assertThat(told.message())
                .contains(cause, remedy)
                .doesNotContain("\n")
                .doesNotContain("Failed to create new KafkaAdminClient");
        assertThat(told.code()).matches("[A-Z_]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Call(callName=describeTopics, deadlineMs=1764000005000, tries=1, nextAllowedTryMs=1764000005101)"
                        + " timed out at 1764000005001"
                        + " after 1 attempt(s)",
                "Call(callName=describeTopics, deadlineMs=1764000005000, tries=0, nextAllowedTryMs=0) appears to be"
                        + " hung"
            })
    void shouldNotPrintTheStateOfAClient(String said) {
        // Given
        TimeoutException silent = new TimeoutException(said, new DisconnectException());

        // When, then
        assertThat(Diagnosis.told(silent, Side.KAFKA))
                .contains("the broker did not answer in time (describeTopics", "bootstrap.servers")
                .doesNotContain("Call(", "deadlineMs", "1764");
        assertThat(Diagnosis.innermost(silent)).doesNotContain("Call(");
    }

    @Test
    void shouldNotInventACause() {
        // When, then
        assertThat(Diagnosis.of(new IllegalStateException("what?", new RuntimeException()), Side.KAFKA))
                .isEmpty();
        assertThat(Diagnosis.innermost(new IllegalStateException("what\nnow?", new RuntimeException())))
                .isEqualTo("what now?");
    }

    private static Arguments of(String mistake, Side side, Throwable failure, String cause, String remedy) {
        return Arguments.of(mistake, side, failure, cause, remedy);
    }

    private static KafkaException client(Throwable cause) {
        return new KafkaException("Failed to create new KafkaAdminClient", cause);
    }

    private static SSLHandshakeException untrusted() {
        return new SSLHandshakeException(
                "PKIX path building failed: unable to find valid certification path to requested target");
    }

    private static ApiException answer(int status) {
        return new ApiExceptionBuilder().withResponseStatusCode(status).build();
    }
}
