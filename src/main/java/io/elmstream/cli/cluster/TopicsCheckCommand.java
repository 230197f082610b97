package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.topics.TopicAdmin;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topics.TopicFindings;
import io.elmstream.topics.TopicFindings.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the topics as an instance does before it starts, and changes nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks that all topics exist with the partitions, the cleanup policy and the limits that"
                + " Elmstream needs. Changes nothing. Exits with 1 if an instance would refuse to start.",
        footer = {"", "Examples:", "  elmstream topics check --config elmstream.yaml"})
public final class TopicsCheckCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param problems what would keep an instance from starting, with the remedy
     * @param warnings limitations that may not be expected
     */
    public record Result(List<String> problems, List<String> warnings) {}

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public TopicsCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Connection connection = config.connection();
        try (Admin admin = connection.admin()) {
            TopicFindings findings = new TopicAdmin(admin, connection.configuration(), TopicCatalog.load()).check();
            Result result = new Result(
                    findings.problems().stream().map(Problem::message).toList(), findings.warnings());
            console.result(output.json, result, this::show);
            return result.problems().isEmpty() ? 0 : 1;
        }
    }

    private void show(Result result) {
        result.problems().forEach(problem -> console.print("problem: " + problem));
        result.warnings().forEach(warning -> console.print("warning: " + warning));
        if (result.problems().isEmpty()) {
            console.print("all topics are as Elmstream needs them");
        }
    }
}
