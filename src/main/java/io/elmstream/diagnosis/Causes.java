package io.elmstream.diagnosis;

import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.wire.RegistryStatus;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** The known causes of failures, specific ones before general ones. */
final class Causes {

    private static final String JAAS = "kafka.sasl.jaas.config";
    private static final String MECHANISM = "kafka.sasl.mechanism";
    private static final String PROTOCOL = "kafka.security.protocol";
    private static final String ACLS = "elmstream topics acls prints what each user must be allowed";

    /**
     * One cause.
     *
     * @param fits matches the exceptions of this cause
     * @param told explains an exception
     */
    record Cause(Predicate<Throwable> fits, BiFunction<Throwable, Side, Diagnosis> told) {

        boolean fits(Throwable failure) {
            return fits.test(failure);
        }

        Diagnosis told(Throwable failure, Side side) {
            return told.apply(failure, side);
        }
    }

    static final List<Cause> ALL = List.of(
            cause(
                    is(UnrecoverableKeyException.class)
                            .or(says("password was incorrect|Tag mismatch|mac verification failed")),
                    (e, side) -> diagnosis(
                            "BAD_STORE",
                            password(side.truststore()),
                            e,
                            "a keystore or truststore does not open with the configured password",
                            "Check " + password(side.truststore()) + " and " + password(side.keystore()))),
            cause(
                    is(KeyStoreException.class).and(says("not found")),
                    (e, side) -> diagnosis(
                            "BAD_STORE",
                            side.truststore().replace("location", "type"),
                            e,
                            "the keystore or truststore type does not exist",
                            "Set " + side.truststore().replace("location", "type") + " to PKCS12, JKS or PEM")),
            cause(
                    says("Invalid keystore format|toDerInputStream|DerInputStream|No PEM|Invalid PEM|not a"
                            + " PKCS12|unrecognized keystore"),
                    (e, side) -> diagnosis(
                            "BAD_STORE",
                            side.truststore(),
                            e,
                            "a keystore or truststore is not of the configured type",
                            "Check the files and types of " + side.truststore() + " and " + side.keystore())),
            cause(
                    is(CertificateExpiredException.class).or(is(CertificateNotYetValidException.class)),
                    (e, side) -> diagnosis(
                            "TLS",
                            side.address(),
                            e,
                            "the certificate of " + side.sideName() + " is not valid at this time",
                            "Renew it, and check this machine's clock")),
            cause(
                    says("No name matching|No subject alternative|doesn't match any of the subject alternative"),
                    (e, side) -> diagnosis(
                            "TLS",
                            side.address(),
                            e,
                            "the certificate of " + side.sideName() + " was issued for another host",
                            "Use a host name in " + side.address() + " that the certificate contains")),
            cause(
                    is(CertPathBuilderException.class)
                            .or(is(CertPathValidatorException.class))
                            .or(says("PKIX path|unable to find valid certification path|trustAnchors parameter")),
                    (e, side) -> diagnosis(
                            "TLS",
                            side.truststore(),
                            e,
                            "the certificate of " + side.sideName() + " is not trusted",
                            "Add the certificate that signed it to " + side.truststore())),
            cause(
                    says("(certificate_required|bad_certificate|unknown_ca|certificate_unknown|certificate_expired)"),
                    (e, side) -> diagnosis(
                            "TLS",
                            side.keystore(),
                            e,
                            side.sideName() + " rejected the certificate of this client, or requires one",
                            "Check " + side.keystore())),
            cause(
                    says("(handshake_failure|protocol_version|No appropriate protocol|no cipher suites in common)"),
                    (e, side) -> diagnosis(
                            "TLS",
                            PROTOCOL,
                            e,
                            side.sideName() + " and this client have no TLS version or cipher in common",
                            "Check kafka.ssl.enabled.protocols and kafka.ssl.cipher.suites")),
            cause(
                    says("Unsupported or unrecognized SSL message|plaintext connection"),
                    (e, side) -> side == Side.REGISTRY
                            ? diagnosis(
                                    "TLS",
                                    side.address(),
                                    e,
                                    "the schema registry does not speak TLS there",
                                    "Use http in registry.url, or the https port")
                            : diagnosis(
                                    "TLS",
                                    PROTOCOL,
                                    e,
                                    "the broker does not speak TLS there",
                                    "Set kafka.security.protocol to the listener's protocol, or use the address"
                                            + " of its TLS listener")),
            cause(
                    is(UnsupportedSaslMechanismException.class).or(is(IllegalSaslStateException.class)),
                    (e, side) -> diagnosis(
                            "SASL",
                            MECHANISM,
                            e,
                            "the broker does not support this SASL mechanism",
                            "Set kafka.sasl.mechanism to one that it supports")),
            cause(
                    is(SaslAuthenticationException.class),
                    (e, side) -> diagnosis(
                            "SASL",
                            JAAS,
                            e,
                            "the broker rejected the credentials",
                            "Check user name and password in kafka.sasl.jaas.config, and kafka.sasl.mechanism")),
            cause(
                    says("Could not find a 'KafkaClient' entry|JAAS config|Login module|LoginModule|login"
                            + " module|KafkaClient"),
                    (e, side) -> new Diagnosis(
                            "SASL",
                            JAAS,
                            "kafka.sasl.jaas.config is missing or invalid. It consists of the login module of"
                                    + " kafka.sasl.mechanism, the word required, options and a semicolon")),
            cause(
                    is(SslAuthenticationException.class).or(is(SSLException.class)),
                    (e, side) -> diagnosis(
                            "TLS",
                            side.truststore(),
                            e,
                            "no TLS connection to " + side.sideName() + " could be established",
                            "Check the TLS settings, such as " + side.truststore())),
            cause(
                    status(401),
                    (e, side) -> refused(
                            e,
                            "rejected the credentials",
                            "Check registry.client.apicurio.registry.auth.username and .password, or the settings"
                                    + " for OAuth")),
            cause(status(403), (e, side) -> refused(e, "does not authorize this user", "Ask its administrator")),
            cause(
                    status(404),
                    (e, side) -> refused(
                            e,
                            "has no such path",
                            "registry.url ends in /apis/registry/v3; check it, and any proxy in between")),
            cause(
                    failure -> RegistryStatus.of(failure).isPresent(),
                    (e, side) -> refused(e, "failed", "Its log says why")),
            cause(
                    is(TopicAuthorizationException.class),
                    (e, side) -> diagnosis("KAFKA", "", e, "this user is not authorized for a topic", ACLS)),
            cause(
                    is(GroupAuthorizationException.class)
                            .or(is(TransactionalIdAuthorizationException.class))
                            .or(is(ClusterAuthorizationException.class)),
                    (e, side) -> diagnosis("KAFKA", "", e, "this user is not authorized for this operation", ACLS)),
            cause(
                    is(UnknownTopicOrPartitionException.class),
                    (e, side) -> diagnosis(
                            "NO_TOPIC",
                            "",
                            e,
                            "a topic does not exist",
                            "Create missing topics with: elmstream topics create --config FILE")),
            cause(
                    is(RecordTooLargeException.class),
                    (e, side) -> diagnosis(
                            "KAFKA",
                            "",
                            e,
                            "a record is larger than the topic or the client allows",
                            "Raise max.message.bytes of the topic")),
            cause(
                    is(InvalidReplicationFactorException.class).or(is(PolicyViolationException.class)),
                    (e, side) -> diagnosis(
                            "KAFKA",
                            "",
                            e,
                            "the cluster rejects topics with these settings",
                            "Create them by hand according to topology/topics.yaml")),
            cause(
                    is(ProducerFencedException.class),
                    (e, side) ->
                            diagnosis("KAFKA", "", e, "the same command is running elsewhere", "Stop one of them")),
            cause(
                    is(UnsupportedVersionException.class),
                    (e, side) ->
                            diagnosis("KAFKA", "", e, "the brokers are too old", "Elmstream needs Kafka 2.5 or newer")),
            cause(
                    is(UnknownHostException.class)
                            .or(is(UnresolvedAddressException.class))
                            .or(says("No resolvable bootstrap|unresolved address|Couldn't resolve")),
                    (e, side) -> diagnosis(
                            "UNREACHABLE",
                            side.address(),
                            e,
                            "a host name cannot be resolved",
                            "Check " + side.address())),
            cause(
                    is(ConnectException.class).or(is(NoRouteToHostException.class)),
                    (e, side) -> diagnosis(
                            "UNREACHABLE",
                            side.address(),
                            e,
                            "nothing listens at the address of " + side.sideName(),
                            "Check " + side.address() + ", and whether it runs")),
            cause(
                    is(SocketTimeoutException.class)
                            .or(is(HttpTimeoutException.class))
                            .or(is(TimeoutException.class))
                            .or(is(java.util.concurrent.TimeoutException.class)),
                    (e, side) -> diagnosis(
                            "UNREACHABLE",
                            side.address(),
                            e,
                            side.sideName() + " did not answer in time",
                            "Check " + side.address() + ", and whether it runs")),
            cause(
                    is(EOFException.class).or(says("Connection reset|disconnected")),
                    (e, side) -> diagnosis(
                            "UNREACHABLE",
                            side.address(),
                            e,
                            side.sideName() + " closed the connection",
                            side == Side.REGISTRY
                                    ? "Check registry.url: http or https"
                                    : "Check kafka.security.protocol")),
            cause(
                    is(ClassNotFoundException.class),
                    (e, side) -> diagnosis(
                            "BAD_CONFIGURATION",
                            "",
                            e,
                            "the class named by a kafka.* setting is not on the class path",
                            "Check its name, and add its jar")),
            cause(
                    is(ConfigException.class),
                    (e, side) -> diagnosis(
                            "BAD_CONFIGURATION",
                            "",
                            e,
                            "Kafka rejected a setting",
                            "In the configuration its key has the prefix kafka.")),
            cause(
                    is(NoSuchFileException.class).or(is(FileNotFoundException.class)),
                    (e, side) -> diagnosis(
                            "NO_FILE",
                            "",
                            e,
                            "a file does not exist",
                            "Check the settings that name files, such as " + side.truststore())),
            cause(
                    is(AccessDeniedException.class).or(says("Permission denied")),
                    (e, side) -> diagnosis(
                            "NO_FILE", "", e, "this user has no permission for a file", "Check its owner and mode")),
            cause(
                    says("No space left on device|Disk quota exceeded"),
                    (e, side) -> diagnosis(
                            "DISK_FULL", "", e, "the disk is full", "Free some space and repeat the command")));

    private Causes() {}

    private static Cause cause(Predicate<Throwable> fits, BiFunction<Throwable, Side, Diagnosis> told) {
        return new Cause(fits, told);
    }

    private static Predicate<Throwable> is(Class<? extends Throwable> type) {
        return type::isInstance;
    }

    private static Predicate<Throwable> says(String words) {
        Predicate<String> found =
                Pattern.compile(words, Pattern.CASE_INSENSITIVE).asPredicate();
        return failure -> failure.getMessage() != null && found.test(failure.getMessage());
    }

    private static String password(String location) {
        return location.replace("location", "password");
    }

    private static Predicate<Throwable> status(int status) {
        return failure -> RegistryStatus.of(failure).orElse(0) == status;
    }

    private static Diagnosis refused(Throwable failure, String what, String remedy) {
        return new Diagnosis(
                "REGISTRY",
                "registry.url",
                "the schema registry " + what + " (HTTP "
                        + RegistryStatus.of(failure).orElse(0) + "). " + remedy);
    }

    private static Diagnosis diagnosis(String code, String field, Throwable failure, String what, String remedy) {
        return new Diagnosis(code, field, what + " (" + Diagnosis.words(failure) + "). " + remedy);
    }
}
