package io.elmstream.cli;

import io.elmstream.app.TopicAdmin;
import io.elmstream.app.TopicCatalog;
import io.elmstream.app.TopicFindings;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates the topics that are missing, as topology/topics.yaml describes them. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Creates the topics that are missing and checks all of them. What exists is not changed.",
        footer = {"", "Examples:", "  elmstream topics create --config elmstream.yaml"})
final class TopicsCreateCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param created names of the topics that were missing
     * @param warnings what differs from what is meant, in words
     */
    record Result(List<String> created, List<String> warnings) {}

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    TopicsCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Connection connection = config.connection();
        try (Admin admin = Admin.create(connection.clients())) {
            TopicAdmin topics = new TopicAdmin(admin, connection.configuration(), TopicCatalog.load());
            List<String> created = topics.createMissing();
            TopicFindings findings = topics.check();
            findings.refuseProblems();
            show(new Result(created, findings.warnings()));
        }
        return 0;
    }

    private void show(Result result) {
        if (output.json) {
            console.json(result);
            return;
        }
        console.say(false, result.created().isEmpty()
                ? "all topics are there already"
                : "created " + String.join(", ", result.created()));
        result.warnings().forEach(warning -> console.say(false, "warning: " + warning));
    }
}
