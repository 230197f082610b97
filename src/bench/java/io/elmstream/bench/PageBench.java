package io.elmstream.bench;

import io.elmstream.config.Guarantee;
import io.elmstream.embedded.LoopbackPort;
import io.elmstream.wire.avro.SensorReading;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What the live page costs: an instance in a process of its own drains the same readings without a page, and with one
 * that several clients have open. Both take turns, each first in every other round.
 */
public final class PageBench {

    /**
     * What it costs; medians of the rounds. Also its JSON.
     *
     * @param pages how many are open
     * @param withoutPerSecond readings a second without a page
     * @param withPerSecond the same with pages that are open
     * @param ratio of the two, in the same round
     * @param withoutCpuSeconds CPU seconds of the process for a million readings, without a page
     * @param withCpuSeconds the same with pages that are open
     * @param bytesPerSecond bytes that one page gets in a second, compressed
     */
    public record Result(
            int pages,
            double withoutPerSecond,
            double withPerSecond,
            double ratio,
            double withoutCpuSeconds,
            double withCpuSeconds,
            double bytesPerSecond) {}

    private record Drained(double perSecond, double cpuSeconds, double bytesPerSecond) {}

    private record Round(Drained without, Drained with) {}

    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final String HEAP = "768m";
    private static final String TOKEN = "bench";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final int pages;
    private final int readings;
    private final int rounds;
    private final List<String> run;
    private final Consumer<String> progress;

    /**
     * @param pages how many are open
     * @param readings to drain
     * @param rounds in which both take a turn
     * @param run the main class that runs an instance, and its first arguments
     * @param progress hears of each step
     */
    public PageBench(int pages, int readings, int rounds, List<String> run, Consumer<String> progress) {
        this.pages = pages;
        this.readings = readings;
        this.rounds = rounds;
        this.run = run;
        this.progress = progress;
    }

    /** Starts a broker and a registry, and measures. */
    public Result run() throws InterruptedException {
        try (BenchCluster cluster = new BenchCluster()) {
            cluster.serve(BenchModel.artefact(JobBench.FEATURES, JobBench.UNITS, JobBench.CLASSES));
            cluster.createTopics(cluster.configuration(
                    "bench-page", Guarantee.EXACTLY_ONCE_V2, page(LoopbackPort.free(RandomGenerator.getDefault()))));
            String topic = cluster.topics().readings();
            Preload preload =
                    new Preload(JobBench.FEATURES, cluster.registry().register(topic, SensorReading.getClassSchema()));
            progress.accept("preloading " + readings + " readings");
            preload.fill(cluster.clients(), topic, readings);
            List<Round> all = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                all.add(round(cluster, round));
            }
            return new Result(
                    pages,
                    Rounds.median(all, round -> round.without.perSecond),
                    Rounds.median(all, round -> round.with.perSecond),
                    Rounds.median(all, round -> round.with.perSecond / round.without.perSecond),
                    Rounds.median(all, round -> round.without.cpuSeconds),
                    Rounds.median(all, round -> round.with.cpuSeconds),
                    Rounds.median(all, round -> round.with.bytesPerSecond));
        }
    }

    private Round round(BenchCluster cluster, int number) throws InterruptedException {
        Round round;
        if (number % 2 == 1) {
            Drained without = drain(cluster, "without-" + number, 0);
            round = new Round(without, drain(cluster, "with-" + number, pages));
        } else {
            Drained with = drain(cluster, "with-" + number, pages);
            round = new Round(drain(cluster, "without-" + number, 0), with);
        }
        progress.accept("round %d: without a page %,.0f/s, with %d open %,.0f/s, ratio %.3f"
                .formatted(
                        number,
                        round.without.perSecond,
                        pages,
                        round.with.perSecond,
                        round.with.perSecond / round.without.perSecond));
        return round;
    }

    private Drained drain(BenchCluster cluster, String id, int open) throws InterruptedException {
        cluster.createTopic(id);
        int port = LoopbackPort.free(RandomGenerator.getDefault());
        Map<String, String> settings = new HashMap<>(settings(cluster, id, port));
        if (open > 0) {
            settings.putAll(page(port));
        }
        try (ChildProcess worker =
                Worker.start(run, HEAP, settings, cluster.folder(id).resolveSibling(id + ".log"))) {
            List<PageClient> clients = open(worker, port, open);
            WarmDrain drain =
                    new WarmDrain(new Commits(cluster.admin(), id, worker::check), worker::cpuSeconds, readings);
            WarmDrain.Start start = drain.warmUp();
            long bytesFrom = bytes(clients);
            WarmDrain.Rate rate = drain.measure(start, MEASURED);
            long bytes = bytes(clients) - bytesFrom;
            if (!clients.stream().allMatch(PageClient::isOpen)) {
                throw new IllegalStateException("a page was closed while it was measured");
            }
            clients.forEach(PageClient::close);
            return new Drained(rate.perSecond(), rate.cpuSeconds(), bytes / rate.seconds() / Math.max(1, open));
        } finally {
            cluster.deleteTopic(id);
        }
    }

    /** Opens pages as soon as the instance serves them. */
    private static List<PageClient> open(ChildProcess worker, int port, int count) throws InterruptedException {
        List<PageClient> clients = new ArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (clients.size() < count) {
            try {
                clients.add(PageClient.open(client, port, TOKEN));
            } catch (IOException e) {
                if (!worker.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("the instance does not serve its page", e);
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
        return clients;
    }

    private static long bytes(List<PageClient> clients) {
        return clients.stream().mapToLong(PageClient::bytes).sum();
    }

    private static Map<String, String> page(int port) {
        return Map.of("http.port", Integer.toString(port), "page.enabled", "true", "page.token", TOKEN);
    }

    private static Map<String, String> settings(BenchCluster cluster, String id, int port) {
        return Map.of(
                "application.id",
                id,
                "bootstrap.servers",
                String.valueOf(cluster.clients().get("bootstrap.servers")),
                "registry.url",
                cluster.registryUrl(),
                "topics.predictions",
                id,
                "alerts.labels",
                BenchModel.ALARM,
                "models.default",
                BenchModel.ID,
                "http.port",
                Integer.toString(port),
                "state.dir",
                cluster.folder(id).toString());
    }
}
