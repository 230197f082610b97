package io.elmstream.cli.cluster;

import io.elmstream.cli.terminal.ConfigOptions;
import io.elmstream.cli.terminal.Connection;
import io.elmstream.cli.terminal.Console;
import io.elmstream.cli.terminal.JsonOption;
import io.elmstream.topics.TopicGrowth;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Increases the number of partitions of the readings topic, and of the topics that must match it. */
@Command(
        name = "grow",
        mixinStandardHelpOptions = true,
        description = {
            "Increases the number of partitions of the readings topic, together with the changelog of the"
                    + " alert states, which needs the same number. Instances can keep running. Without"
                    + " --partitions, the command completes an increase that reached only one of the two.",
            "Afterwards, the readings of most sensors go to another partition. Their order relative to"
                    + " earlier readings is not guaranteed, and a sensor that moves starts without an alert."
                    + " If that matters, stop the producers until all readings have an outcome."
        },
        footer = {
            "",
            "Examples:",
            "  elmstream topics grow --partitions 8 --config elmstream.yaml",
            "  elmstream topics grow --partitions 8 --outputs --config elmstream.yaml"
        })
public final class TopicsGrowCommand implements Callable<Integer> {

    /**
     * The result, also its JSON.
     *
     * @param grown topics whose number of partitions was increased
     */
    public record Result(List<Grown> grown) {}

    /**
     * A topic whose number of partitions was increased.
     *
     * @param topic name of the topic
     * @param from previous number of partitions
     * @param to new number of partitions
     */
    public record Grown(String topic, int from, int to) {}

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "the new number of partitions of the readings topic")
    private @Nullable Integer partitions;

    @Option(
            names = "--outputs",
            description = "also increase the topics of predictions, shadow predictions, alerts and dead letters"
                    + " that have fewer partitions; this affects the order for their consumers in the same way")
    private boolean outputs;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private JsonOption output;

    private final Console console;

    public TopicsGrowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Connection connection = config.connection();
        try (Admin admin = connection.admin()) {
            TopicGrowth growth = new TopicGrowth(admin, connection.configuration());
            List<TopicGrowth.Step> steps =
                    growth.plan(partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions), outputs);
            growth.grow(steps);
            List<Grown> grown = steps.stream()
                    .map(step -> new Grown(step.topic(), step.from(), step.to()))
                    .toList();
            console.result(output.json, new Result(grown), this::show);
        }
        return 0;
    }

    private void show(Result result) {
        if (result.grown().isEmpty()) {
            console.print("all topics have enough partitions already");
        }
        result.grown()
                .forEach(grown ->
                        console.print("%s has %d partitions, had %d", grown.topic(), grown.to(), grown.from()));
        if (!result.grown().isEmpty()) {
            console.print(
                    "running instances read the new partitions within kafka.metadata.max.age.ms, 10 s by default");
        }
    }
}
