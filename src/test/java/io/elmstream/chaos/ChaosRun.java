package io.elmstream.chaos;

import io.elmstream.client.ModelControl;
import io.elmstream.config.Guarantee;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.support.Progress;
import io.elmstream.support.TestTopics;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Strikes a running application with one fault after another while readings come steadily and models change each
 * second.
 *
 * @param seed of readings, models, and which of several processes is struck
 * @param readings to send at least this many, and more where the faults take longer; the faults are spread over them
 * @param faults in their order
 */
record ChaosRun(
        long seed, Guarantee guarantee, long readings, List<Fault> faults, Pace pace, int workers, int partitions) {

    private static final int VERSIONS = 7;
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final Duration SWAP_ANSWER = Duration.ofSeconds(30);

    /**
     * What came of it.
     *
     * @param skipped faults that cannot be done here
     * @param swaps changes of the champion, rollbacks included
     * @param ended how often a worker ended by itself
     */
    record Result(
            Findings findings, List<Recovery> recoveries, List<Fault> skipped, int swaps, int ended, Duration time) {}

    /** @param folder for everything that is written */
    Result run(Path folder) throws Exception {
        long start = System.nanoTime();
        Topics topics = Topics.standard();
        Workload workload = new Workload(seed);
        Map<Integer, KnownModel> versions = IntStream.rangeClosed(1, VERSIONS)
                .mapToObj(version -> KnownModel.of(seed, version))
                .collect(Collectors.toMap(KnownModel::version, Function.identity()));
        try (Scene scene = new Scene(folder, new Random(seed))) {
            Progress.await("the brokers are whole", scene::brokersAreWhole);
            String brokers = scene.bootstrapServers();
            TestTopics.create(brokers, topics, partitions);
            SchemaRegistry registry = new ApicurioSchemaRegistry(scene.registryUrl(), Map.of(), Backoff.ofAMinute());
            int contentId = registry.register(topics.readings(), SensorReading.getClassSchema());
            scene.startWorkers(workers, guarantee, pace);
            publish(brokers, topics, registry, versions);
            StepHistory history = new StepHistory(brokers, topics.models(), Scene.MODEL);
            PredictedValues values = new PredictedValues(Scene.MODEL, versions, workload);
            try (Checker checker = new Checker(
                            brokers,
                            topics.predictions(),
                            topics.deadLetters(),
                            workload,
                            new Schemas(scene.registryUrl()),
                            history,
                            values);
                    Feed feed = new Feed(
                            brokers, topics.readings(), contentId, workload, Long.MAX_VALUE, pace.perSecond());
                    Swaps swaps = new Swaps(control(brokers, topics, registry, SWAP_ANSWER), VERSIONS)) {
                List<Fault> possible =
                        faults.stream().filter(fault -> fault.isPossible(scene)).toList();
                List<Recovery> recoveries = struck(scene, feed, checker, possible);
                await(scene, checker, readings);
                swaps.close();
                feed.stop();
                await(scene, checker, feed.ends());
                return new Result(
                        checker.findings(feed.acknowledged(), feed.ends()),
                        recoveries,
                        faults.stream()
                                .filter(fault -> !fault.isPossible(scene))
                                .distinct()
                                .toList(),
                        swaps.accepted(),
                        scene.ended(),
                        Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    private List<Recovery> struck(Scene scene, Feed feed, Checker checker, List<Fault> possible) throws Exception {
        List<Recovery> recoveries = new ArrayList<>();
        for (Fault fault : possible) {
            await(scene, checker, readings * (recoveries.size() + 1) / (possible.size() + 1));
            checker.longestSilence();
            fault.strike(scene, pace);
            long over = System.nanoTime();
            await(scene, checker, feed.ends());
            Progress.await("the brokers are whole", scene::brokersAreWhole);
            Recovery recovery =
                    new Recovery(fault, checker.longestSilence(), Duration.ofNanos(System.nanoTime() - over));
            recoveries.add(recovery);
            System.out.printf(
                    "%d of %d faults, %,d readings answered: %s%n",
                    recoveries.size(), possible.size(), checker.answered(), recovery.text());
        }
        return recoveries;
    }

    /** Waits until so many readings have an outcome. */
    private void await(Scene scene, Checker checker, long readings) throws InterruptedException {
        Progress.await("readings to be answered", () -> {
            scene.supervise();
            return readings - checker.answered();
        });
    }

    /** Waits until all readings below some ends have an outcome. */
    private void await(Scene scene, Checker checker, long[] ends) throws InterruptedException {
        Progress.await("readings to be answered", () -> {
            scene.supervise();
            return checker.open(ends);
        });
    }

    private void publish(String brokers, Topics topics, SchemaRegistry registry, Map<Integer, KnownModel> versions) {
        try (ModelControl control = control(brokers, topics, registry, ANSWER)) {
            versions.forEach((version, model) -> require(control.publish(
                    new VersionKey(new ModelId(Scene.MODEL), version), KnownModelFile.of(Scene.MODEL, model), false)));
            require(control.activate(new VersionKey(new ModelId(Scene.MODEL), 1)));
        }
    }

    private static void require(Optional<ModelStatus> answer) {
        if (answer.isEmpty() || answer.get().getOutcome() == CommandOutcome.REFUSED) {
            throw new IllegalStateException("the governor must accept the models: " + answer);
        }
    }

    private static ModelControl control(String brokers, Topics topics, SchemaRegistry registry, Duration patience) {
        return new ModelControl(Map.of("bootstrap.servers", brokers), topics, registry, patience, Optional.empty());
    }
}
