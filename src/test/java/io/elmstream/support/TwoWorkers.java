package io.elmstream.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Two instances of an application, each in a process of its own; the governor's one task is with one of them. */
public final class TwoWorkers implements AutoCloseable {

    private final ElmstreamUnderTest app;
    private final Admin admin;
    private final Map<String, WorkerProcess> workers = new TreeMap<>();

    /** @param folder for their state and their logs */
    public TwoWorkers(KafkaUnderTest kafka, ElmstreamUnderTest app, Path folder) {
        this.app = app;
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        for (String name : new String[] {"worker-a", "worker-b"}) {
            workers.put(
                    name,
                    WorkerProcess.start(
                            app.flags(Map.of(
                                    "instance.id",
                                    name,
                                    // by which the members of the governor's group are known
                                    "kafka.client.id",
                                    name,
                                    "kafka.session.timeout.ms",
                                    "6000",
                                    "state.dir",
                                    made(folder).resolve(name).toString())),
                            folder.resolve(name + ".log")));
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs what makes the governor write to a topic, kills it once it has begun to, and starts it again.
     *
     * @param topic with one partition
     */
    public void killOnceItWrites(String topic, Runnable cause) throws Exception {
        WorkerProcess governing = governing();
        TopicPartition written = new TopicPartition(topic, 0);
        long before = end(written);
        cause.run();
        while (end(written) == before) {
            assertThat(governing.isAlive()).as("alive; logs: %s", logs()).isTrue();
        }
        restart(governing);
    }

    /** Kills both, and starts them again. */
    public void killBoth() throws Exception {
        for (WorkerProcess worker : workers.values()) {
            worker.kill();
        }
        workers.values().forEach(WorkerProcess::start);
    }

    /** What they have printed. */
    public String logs() {
        StringBuilder logs = new StringBuilder();
        workers.forEach(
                (name, worker) -> logs.append('\n').append(name).append(":\n").append(worker.log()));
        return logs.toString();
    }

    private static void restart(WorkerProcess worker) throws InterruptedException {
        worker.kill();
        worker.start();
    }

    /** How many records the topic has taken, whether or not their transaction is committed. */
    private long end(TopicPartition partition) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private WorkerProcess governing() {
        return app.await().until(this::assigned, Optional::isPresent).orElseThrow();
    }

    /** The living one that the governor's group has given its task. */
    private Optional<WorkerProcess> assigned() throws ExecutionException, InterruptedException {
        String group = "governor-of-" + app.applicationId();
        return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .flatMap(member -> workers.keySet().stream().filter(member.clientId()::startsWith))
                .findFirst()
                .map(workers::get);
    }

    @Override
    public void close() {
        workers.values().forEach(WorkerProcess::close);
        admin.close();
    }
}
