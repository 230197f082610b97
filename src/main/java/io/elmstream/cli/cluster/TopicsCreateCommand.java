package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.CommandFailure;
import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.readings.Format;
import io.elmstream.topics.TopicAdmin;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topics.TopicFindings;
import io.elmstream.wire.ReadingSchemas;
import io.elmstream.wire.RegistryUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates the missing topics as described in topology/topics.yaml. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Creates missing topics and checks all of them. Existing topics are not changed. Registers"
                + " the schema of readings if the registry has none.",
        footer = {"", "Examples:", "  elmstream topics create --config elmstream.yaml"})
public final class TopicsCreateCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param created names of the topics that were created
     * @param warnings differences between existing topics and their description
     */
    public record Result(List<String> created, List<String> warnings) {}

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public TopicsCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Connection connection = config.connection();
        try (Admin admin = connection.admin()) {
            TopicAdmin topics = new TopicAdmin(admin, connection.configuration(), TopicCatalog.load());
            List<String> created = topics.createMissing();
            TopicFindings findings = topics.check();
            findings.refuseProblems();
            List<String> warnings = new ArrayList<>(findings.warnings());
            offerReadings(connection).ifPresent(warnings::add);
            console.result(output.json, new Result(created, warnings), this::show);
        }
        return 0;
    }

    /**
     * Registers the schema of readings if there is none, for producers that do not register schemas themselves.
     *
     * @return why it could not be registered; a running instance retries
     */
    private static Optional<String> offerReadings(Connection connection) {
        try {
            connection
                    .configuration()
                    .inference()
                    .mappings()
                    .named(Format.ELMSTREAM)
                    .forEach(topic -> connection.registry().offer(topic, ReadingSchemas.published()));
            return Optional.empty();
        } catch (CommandFailure | RegistryUnreachableException | IllegalStateException e) {
            return Optional.of("the schema of readings is not registered: " + e.getMessage());
        }
    }

    private void show(Result result) {
        console.print(
                result.created().isEmpty()
                        ? "all topics exist already"
                        : "created " + String.join(", ", result.created()));
        result.warnings().forEach(warning -> console.print("warning: " + warning));
    }
}
