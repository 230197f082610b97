package io.elmstream.chaos;

import io.elmstream.cli.Main;
import io.elmstream.config.Guarantee;
import io.elmstream.embedded.EmbeddedRegistry;
import io.elmstream.embedded.RegistryHome;
import io.elmstream.embedded.ThreeBrokers;
import io.elmstream.support.JavaProcess;
import io.elmstream.support.Progress;
import io.elmstream.support.SmallDisk;
import io.elmstream.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What there is to break: three brokers, a registry and workers, each a process of its own. */
final class Scene implements AutoCloseable {

    static final String APPLICATION = "chaos";
    static final String MODEL = "known";

    private static final String READINGS = Topics.standard().readings();

    private final Path folder;
    private final ThreeBrokers brokers;
    private final EmbeddedRegistry registry;
    private final Admin admin;
    private final Optional<SmallDisk> disk;
    private final List<JavaProcess> workers = new ArrayList<>();
    private Map<String, String> settings = Map.of();
    private final Random random;
    private int ended;

    /** Starts brokers and registry; workers come later. */
    Scene(Path folder, Random random) throws IOException, InterruptedException {
        this.folder = folder;
        this.random = random;
        brokers = new ThreeBrokers(Files.createDirectories(folder));
        try {
            registry = EmbeddedRegistry.start(RegistryHome.find(), folder.resolve("registry"));
        } catch (RuntimeException e) {
            brokers.close();
            throw e;
        }
        admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers(), "request.timeout.ms", 5_000));
        disk = SmallDisk.mount(Files.createDirectories(folder.resolve("small-disk")));
    }

    String bootstrapServers() {
        return brokers.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    Admin admin() {
        return admin;
    }

    EmbeddedRegistry registry() {
        return registry;
    }

    /** A disk that a test can fill, with the state of the first worker; empty where none may be mounted. */
    Optional<SmallDisk> disk() {
        return disk;
    }

    /** Starts workers that each score what falls to them. */
    void startWorkers(int count, Guarantee guarantee, Pace pace) {
        settings = Map.of(
                "application.id", APPLICATION,
                "bootstrap.servers", brokers.bootstrapServers(),
                "registry.url", registry.url(),
                "models.default", MODEL,
                "alerts.labels", KnownModel.LABELS.get(2),
                "guarantee", guarantee.kafkaName(),
                "http.port", "0",
                "kafka.session.timeout.ms", Long.toString(pace.session().toMillis()),
                // so that partitions that are new are seen soon
                "kafka.metadata.max.age.ms", "5000");
        for (int i = 0; i < count; i++) {
            Map<String, String> own = new TreeMap<>(settings);
            own.put("instance.id", "worker-" + i);
            own.put("state.dir", state(i).toString());
            List<String> call = new ArrayList<>(List.of(Main.class.getName(), "run"));
            call.addAll(flags(own));
            workers.add(JavaProcess.start(
                    List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                    call,
                    folder.resolve("worker-" + i + ".log")));
        }
    }

    private static List<String> flags(Map<String, String> settings) {
        List<String> flags = new ArrayList<>();
        settings.forEach((key, value) -> flags.addAll(List.of("--set", key + "=" + value)));
        return flags;
    }

    /** Gives the readings topic more partitions, as an operator does, and waits until readings come to each of them. */
    void growReadings(int more) throws ExecutionException, InterruptedException {
        int partitions = partitions() + more;
        List<String> call = new ArrayList<>(List.of("topics", "grow", "--partitions", Integer.toString(partitions)));
        call.addAll(flags(settings));
        StringWriter said = new StringWriter();
        int exit = Main.execute(new PrintWriter(said), new PrintWriter(said), call.toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalStateException("topics grow ended with " + exit + ": " + said);
        }
        for (int p = partitions - more; p < partitions; p++) {
            TopicPartition grown = new TopicPartition(READINGS, p);
            Progress.await("readings come to " + grown, () -> end(grown) > 0);
        }
    }

    private int partitions() throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(READINGS))
                .allTopicNames()
                .get()
                .get(READINGS)
                .partitions()
                .size();
    }

    private long end(TopicPartition partition) {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException notYet) {
            return 0;
        }
    }

    private Path state(int worker) {
        return worker == 0 && disk.isPresent() ? disk.get().folder() : folder.resolve("worker-" + worker);
    }

    List<JavaProcess> workers() {
        return workers;
    }

    int anyWorker() {
        return random.nextInt(workers.size());
    }

    /** Starts workers again that have ended by themselves, as an orchestrator does. */
    void supervise() {
        for (JavaProcess worker : workers) {
            if (!worker.isAlive()) {
                ended++;
                worker.start();
            }
        }
    }

    /** How often a worker has ended by itself. */
    int ended() {
        return ended;
    }

    List<JavaProcess> brokers() {
        return List.copyOf(brokers.processes().values());
    }

    JavaProcess anyBroker() {
        return brokers().get(random.nextInt(brokers().size()));
    }

    /** The broker that leads the quorum of controllers. */
    JavaProcess controller() throws ExecutionException, InterruptedException {
        return brokers.processes()
                .get(admin.describeMetadataQuorum().quorumInfo().get().leaderId());
    }

    /** The broker that coordinates the group of the workers. */
    JavaProcess coordinator() throws ExecutionException, InterruptedException {
        return brokers.processes()
                .get(admin.describeConsumerGroups(List.of(APPLICATION))
                        .all()
                        .get()
                        .get(APPLICATION)
                        .coordinator()
                        .id());
    }

    boolean brokersAreWhole() {
        return ThreeBrokers.isWhole(admin);
    }

    /** Removes all that a worker that is not running has kept. */
    void removeState(int worker) throws IOException {
        Path state = state(worker);
        try (Stream<Path> all = Files.walk(state)) {
            for (Path each : all.sorted(Comparator.reverseOrder())
                    .filter(each -> !each.equals(state))
                    .toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void close() {
        workers.forEach(JavaProcess::close);
        admin.close(Duration.ZERO);
        registry.close();
        brokers.close();
        disk.ifPresent(SmallDisk::close);
    }
}
