package io.elmstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.elmstream.app.Elmstream;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.support.SecuredKafka;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A running instance on a cluster that allows what {@code topics acls} prints, and nothing else. */
final class SecuredElmstream implements AutoCloseable {

    static final String PROCESSOR = "elmstream-processor";
    static final String GOVERNOR = "elmstream-governor";
    static final String OPERATORS = "elmstream-operators";
    static final String SENDERS = "elmstream-senders";
    static final String READERS = "elmstream-readers";
    static final String REPLAYERS = "elmstream-replayers";
    static final String STRANGER = "stranger";

    private final Path folder;
    private final SecuredKafka kafka;
    private final List<AclBinding> granted;
    private final Elmstream elmstream;

    SecuredElmstream(Path folder) throws InterruptedException {
        this.folder = folder;
        kafka = new SecuredKafka(
                folder, List.of(PROCESSOR, GOVERNOR, OPERATORS, SENDERS, READERS, REPLAYERS, STRANGER));
        assertThat(call(SecuredKafka.ROOT, "topics create --json").exit()).isZero();
        granted = allowWhatIsPrinted(flags(STRANGER));
        Configuration configuration = connection(PROCESSOR).prepareTopics();
        elmstream = Elmstream.start(
                configuration,
                new ApicurioSchemaRegistry(kafka.registryUrl(), Map.of(), Backoff.ofAMinute()),
                configuration.stateDirectory());
    }

    SecuredKafka kafka() {
        return kafka;
    }

    /** All that is allowed to the instance and those around it. */
    List<AclBinding> granted() {
        return granted;
    }

    /** Allows what the command prints for a configuration. */
    List<AclBinding> allowWhatIsPrinted(Map<String, String> flags) {
        List<AclBinding> bindings =
                bindings(call(flags, "topics acls --json").json().get("acls"));
        kafka.allow(bindings);
        return bindings;
    }

    /** The configuration with which a user comes. */
    Map<String, String> flags(String user) {
        Map<String, String> flags = new TreeMap<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "registry.url", kafka.registryUrl(),
                "models.default", "shuttle",
                "alerts.labels", "Rad.Flow",
                "alerts.n", "1",
                "alerts.m", "1",
                "rules.enabled", "true",
                "http.port", "0",
                "state.dir", folder.resolve("state").toString()));
        flags.put("alerts.clear.enabled", "true");
        SecuredKafka.client(user).forEach((property, value) -> flags.put("kafka." + property, value));
        flags.put(
                "governor.kafka.sasl.jaas.config", SecuredKafka.client(GOVERNOR).get("sasl.jaas.config"));
        return flags;
    }

    /** The way of a user to the cluster. */
    Connection connection(String user) {
        return connection(flags(user));
    }

    static Connection connection(Map<String, String> flags) {
        return new Connection(
                ConfigurationLoader.load(Optional.empty(), Map.of(), flags).configuration());
    }

    /** Calls a command as a user. */
    Called call(String user, String line) {
        return call(flags(user), line);
    }

    static Called call(Map<String, String> flags, String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        flags.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        return Called.with(words.toArray(String[]::new));
    }

    private static List<AclBinding> bindings(JsonNode acls) {
        List<AclBinding> bindings = new ArrayList<>();
        for (JsonNode acl : acls) {
            ResourcePattern resource = new ResourcePattern(
                    ResourceType.valueOf(acl.get("resource").asText()),
                    acl.get("name").asText(),
                    PatternType.valueOf(acl.get("pattern").asText()));
            StreamSupport.stream(acl.get("operations").spliterator(), false)
                    .map(operation -> AclOperation.valueOf(operation.asText()))
                    .map(operation -> new AccessControlEntry(
                            acl.get("principal").asText(), "*", operation, AclPermissionType.ALLOW))
                    .forEach(entry -> bindings.add(new AclBinding(resource, entry)));
        }
        return bindings;
    }

    @Override
    public void close() {
        elmstream.close();
        kafka.close();
    }
}
