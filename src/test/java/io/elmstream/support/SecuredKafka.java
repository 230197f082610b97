package io.elmstream.support;

import io.elmstream.embedded.EmbeddedBroker;
import io.elmstream.embedded.EmbeddedRegistry;
import io.elmstream.embedded.RegistryHome;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * The embedded broker with SASL/PLAIN and Kafka's own authorizer: whoever comes must say who it is, and may do what
 * ACLs allow.
 */
public final class SecuredKafka implements AutoCloseable {

    /** May do everything, as the broker itself. */
    public static final String ROOT = "root";

    private final AuthorizerLog log = new AuthorizerLog();
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;
    private final Admin admin;

    /** @param users who can come; the password of each is its name */
    public SecuredKafka(Path folder, Collection<String> users) {
        broker = EmbeddedBroker.start(folder.resolve("broker"), security(users));
        registry = registryBeside(broker, folder);
        Map<String, Object> settings = new HashMap<>(client(ROOT));
        settings.put("bootstrap.servers", broker.bootstrapServers());
        admin = Admin.create(settings);
    }

    /** Without a registry the broker goes too, which would outlast the failed test in this process. */
    private static EmbeddedRegistry registryBeside(EmbeddedBroker broker, Path folder) {
        try {
            return EmbeddedRegistry.start(RegistryHome.find(), folder.resolve("registry"));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static Map<String, String> security(Collection<String> users) {
        String known = Stream.concat(Stream.of(ROOT), users.stream())
                .map(user -> " user_%s=\"%s\"".formatted(user, user))
                .collect(Collectors.joining());
        String jaas = plain(ROOT).replace(";", known + ";");
        return Map.of(
                "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "sasl.mechanism.controller.protocol", "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config", jaas,
                "listener.name.controller.plain.sasl.jaas.config", jaas,
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:" + ROOT);
    }

    private static String plain(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, user);
    }

    /** The Kafka properties of a client that comes as a user. */
    public static Map<String, String> client(String user) {
        return Map.of(
                "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", plain(user));
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public String registryUrl() {
        return registry.url();
    }

    /** Allows all this, and returns when the broker knows. */
    public void allow(Collection<AclBinding> bindings) {
        try {
            admin.createAcls(bindings).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the ACLs could not be made", e);
        }
        Waiting.await()
                .until(() ->
                        admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(bindings));
    }

    /** What the broker has refused so far, in its own words. */
    public List<String> refusals() {
        return log.refusals();
    }

    /** The ACLs that were needed so far. */
    public Set<AclBinding> used() {
        return log.used();
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
        registry.close();
        log.close();
    }
}
