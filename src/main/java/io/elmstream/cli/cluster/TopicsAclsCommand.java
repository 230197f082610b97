package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.config.Configuration;
import io.elmstream.topics.AccessRules;
import io.elmstream.topics.Grant;
import io.elmstream.topics.PrincipalRole;
import io.elmstream.topics.TopicCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the ACLs of topology/topics.yaml with the names of the configuration. */
@Command(
        name = "acls",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the permissions that each principal needs on the cluster, for the configured topics and"
                    + " application id, as a table or as commands of Kafka's own tool. Only the governor is"
                    + " allowed to write to the models topic.",
            "By default the principal of a role is named elmstream- followed by the role; a role can have"
                    + " several principals. The command does not connect to the cluster and changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream topics acls --config elmstream.yaml",
            "  elmstream topics acls --operators alice --operators bob --format commands \\",
            "      --config elmstream.yaml"
        })
public final class TopicsAclsCommand implements Callable<Integer> {

    /** The output format. */
    enum Format {
        table,
        commands
    }

    /**
     * The result, also its JSON.
     *
     * @param acls ACLs that are required
     * @param warnings parts of the configuration that would not work
     */
    public record Result(List<Acl> acls, List<String> warnings) {}

    /**
     * The operations that a principal is allowed on a resource, from any host.
     *
     * @param role processor, governor, learner, operators, labellers, senders, readers or replayers
     * @param principal Kafka principal
     * @param resource TOPIC, GROUP or TRANSACTIONAL_ID
     * @param name name of the resource
     * @param pattern LITERAL, or PREFIXED if the name is a prefix
     * @param operations Kafka operations
     */
    public record Acl(
            String role, String principal, String resource, String name, String pattern, List<String> operations) {

        static Acl of(Grant grant) {
            return new Acl(
                    grant.role().key(),
                    grant.principal(),
                    grant.resource().resourceType().name(),
                    grant.resource().name(),
                    grant.resource().patternType().name(),
                    grant.operations().stream().map(AclOperation::name).toList());
        }
    }

    @Mixin
    private PrincipalOptions principals;

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "the file that the printed commands pass to Kafka's tool: client properties of a"
                    + " principal that is allowed to change ACLs")
    private Optional<Path> commandConfig = Optional.empty();

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public TopicsAclsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Configuration configuration = config.configuration();
        List<Grant> grants = new AccessRules(TopicCatalog.load(), configuration).grants(principals.names());
        List<String> warnings = warnings(configuration, grants);
        console.result(output.json, new Result(grants.stream().map(Acl::of).toList(), warnings), result -> {
            if (format == Format.commands) {
                alike(grants).forEach(group -> console.print(command(configuration.bootstrapServers(), group)));
            } else {
                table(grants);
            }
            // not on stdout, which may be piped to a shell
            result.warnings().forEach(warning -> console.say(true, "warning: " + warning));
        });
        return 0;
    }

    private static List<String> warnings(Configuration configuration, List<Grant> grants) {
        List<String> warnings = new ArrayList<>();
        if (configuration.governorKafka().isEmpty()
                && !principals(grants, PrincipalRole.PROCESSOR).equals(principals(grants, PrincipalRole.GOVERNOR))) {
            warnings.add(
                    "governor.kafka.* is not set, so the governor would use the principal of the processor, which is"
                            + " not authorized to write the models topic. Set the credentials of the governor's own"
                            + " principal there, or use the same principal for both.");
        }
        if (configuration.learner().enabled()
                && configuration.learner().kafka().isEmpty()
                && !principals(grants, PrincipalRole.PROCESSOR).equals(principals(grants, PrincipalRole.LEARNER))) {
            warnings.add("learn.kafka.* is not set, so the learner would use the principal of the processor, which is"
                    + " not authorized to send commands. Set the credentials of the learner's own principal there,"
                    + " or use the same principal for both.");
        }
        return warnings;
    }

    private static Set<String> principals(List<Grant> grants, PrincipalRole role) {
        return grants.stream()
                .filter(grant -> grant.role() == role)
                .map(Grant::principal)
                .collect(Collectors.toSet());
    }

    private void table(List<Grant> grants) {
        int principal = width(grants.stream().map(Grant::principal).toList(), "PRINCIPAL");
        int operations =
                width(grants.stream().map(TopicsAclsCommand::operations).toList(), "MAY");
        String row = "%-" + principal + "s  %-" + operations + "s  %s";
        console.print(row.formatted("PRINCIPAL", "MAY", "ON"));
        for (Grant grant : grants) {
            console.print(row.formatted(grant.principal(), operations(grant), resource(grant)));
        }
    }

    private static int width(List<String> cells, String head) {
        return Math.max(
                head.length(), cells.stream().mapToInt(String::length).max().orElse(0));
    }

    private static String operations(Grant grant) {
        return grant.operations().stream().map(TopicsAclsCommand::word).collect(Collectors.joining(", "));
    }

    private static String resource(Grant grant) {
        String star = grant.resource().patternType() == PatternType.PREFIXED ? "*" : "";
        return grant.resource().resourceType().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
                + grant.resource().name() + star;
    }

    /** Grants that can be combined into one command, because they differ only in the resource name. */
    private static Collection<List<Grant>> alike(List<Grant> grants) {
        return grants.stream()
                .collect(Collectors.groupingBy(
                        grant -> List.of(
                                grant.principal(),
                                grant.operations(),
                                grant.resource().resourceType(),
                                grant.resource().patternType()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
    }

    private String command(String servers, List<Grant> alike) {
        Grant grant = alike.get(0);
        StringBuilder line = new StringBuilder("kafka-acls.sh --bootstrap-server ").append(quoted(servers));
        commandConfig.ifPresent(file -> line.append(" --command-config ").append(quoted(file.toString())));
        line.append(" --add --allow-principal ").append(quoted(grant.principal()));
        grant.operations().forEach(operation -> line.append(" --operation ").append(word(operation)));
        String resource = " --"
                + grant.resource()
                        .resourceType()
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-') + " ";
        alike.stream()
                .map(each -> each.resource().name())
                .distinct()
                .forEach(name -> line.append(resource).append(quoted(name)));
        if (grant.resource().patternType() == PatternType.PREFIXED) {
            line.append(" --resource-pattern-type prefixed");
        }
        return line.toString();
    }

    /** Converts an operation to the format of Kafka's tool: DescribeConfigs. */
    private static String word(AclOperation operation) {
        return Arrays.stream(operation.name().split("_"))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** Quotes a word for a POSIX shell. */
    private static String quoted(String word) {
        return word.matches("[\\w./:,=@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
