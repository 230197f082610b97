package io.elmstream.app;

import io.elmstream.activity.PartitionActivity;
import io.elmstream.client.GroupMembers;
import io.elmstream.client.GroupOffsets;
import io.elmstream.client.KafkaClients;
import io.elmstream.client.PartitionOffsets;
import io.elmstream.config.Configuration;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.elm.Counted;
import io.elmstream.topics.InputTopics;
import io.elmstream.topics.PartitionsCheck;
import io.elmstream.topics.TopicEnds;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.InferenceSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the health of an instance every second, on its own thread. Requests return the latest sample and its age, and
 * never wait for a broker or a lock.
 */
final class HealthSampler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthSampler.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int REQUEST_MILLIS = 3_000;
    private static final int ANSWER_MILLIS = 5_000;

    /** If nothing is wrong, a task with records to read commits within this time, and a rebalance takes no longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration REBALANCE_PATIENCE = Duration.ofMinutes(1);

    /** How long a failure that does not belong to a task counts as a problem. */
    private static final Duration FAILED_JUST_NOW = Duration.ofSeconds(30);

    /** An application, its progress on its input, and its thread failures. */
    private record Application(
            String name, KafkaStreams streams, GroupOffsets offsets, Progress progress, ThreadFailures failures) {}

    private record Found(HealthReport report, long at) {}

    private final Elmstream elmstream;
    private final List<Application> applications;
    private final LostReadings lost;
    private final Admin admin;
    private final Admin governorAdmin;
    private final PartitionsCheck partitionsCheck;
    private final UnreadPartitions unread;
    private final boolean scores;
    private final String group;
    private final List<TopicEnds> inputs;
    private final OpenTransactions openTransactions = new OpenTransactions(OpenTransactions.PATIENCE);
    private final InstantSource clock = SteadyTime.system();
    private final Map<String, Long> unreachableSince = new HashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "look-at-health");
        thread.setDaemon(true);
        return thread;
    });
    private final HealthLog log = new HealthLog(LOG);
    private Optional<String> unreadPartitions = Optional.empty();
    private long runningAt;
    private volatile Found found;
    private volatile List<PartitionActivity> partitions = List.of();

    HealthSampler(
            Elmstream elmstream,
            Configuration configuration,
            ThreadFailures inference,
            ThreadFailures governor,
            LostReadings lost) {
        this.elmstream = elmstream;
        this.lost = lost;
        Duration patience =
                PATIENCE.plus(configuration.tuning().commitInterval().multipliedBy(2));
        this.admin = impatient(configuration.clients());
        this.governorAdmin = impatient(configuration.governorClients());
        this.applications = List.of(
                new Application(
                        "inference",
                        elmstream.inference(),
                        new GroupOffsets(
                                admin,
                                configuration.applicationId(),
                                InputTopics.of(configuration.inference().mappings())),
                        new Progress(patience),
                        inference),
                new Application(
                        "governor",
                        elmstream.governor(),
                        new GroupOffsets(
                                governorAdmin,
                                configuration.governorId(),
                                InputTopics.of(
                                        configuration.inference().topics().modelControl())),
                        new Progress(patience),
                        governor));
        this.partitionsCheck = new PartitionsCheck(admin, configuration);
        this.unread = new UnreadPartitions(patience);
        this.scores = configuration.threads() > 0;
        this.group = configuration.applicationId();
        Topics topics = configuration.inference().topics();
        this.inputs = List.of(
                new TopicEnds(admin, inputs(configuration.inference())),
                new TopicEnds(governorAdmin, List.of(topics.modelControl(), topics.modelStatus())));
        this.runningAt = clock.millis();
        this.found =
                new Found(report(new ArrayList<>(List.of("no health sample yet")), clock.millis()), clock.millis());
    }

    private static List<String> inputs(InferenceSettings settings) {
        List<String> all = new ArrayList<>(settings.mappings().named());
        all.add(settings.topics().models());
        if (settings.alerts().clearing()) {
            all.add(settings.topics().alertControl());
        }
        return all;
    }

    /** The timeout of a request to the cluster. */
    private static Admin impatient(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        return new KafkaClients(settings).admin();
    }

    /** Determines the initial offsets before any stream thread reads, and starts sampling. */
    void start() {
        try {
            lost.begin(applications.get(0).offsets().read());
        } catch (ExecutionException e) {
            LOG.warn(
                    "could not determine the position on the readings topic, so readings deleted before now are"
                            + " not counted: {}",
                    Diagnosis.told(Diagnosis.cause(e), Side.KAFKA));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        looking.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the latest report. */
    HealthReport report() {
        Found last = found;
        return last.report().aged(Duration.ofMillis(Math.max(0, clock.millis() - last.at())));
    }

    /** Returns the partitions that inference reads, as of the latest sample. */
    List<PartitionActivity> partitions() {
        return partitions;
    }

    private void look() {
        try {
            long now = clock.millis();
            List<String> problems = new ArrayList<>();
            for (Application application : applications) {
                look(application, now).ifPresent(problems::add);
            }
            if (problems.isEmpty()) {
                // do not wait a second time for brokers that do not answer
                problems.addAll(ofInputs(now));
            }
            partitionsCheck.problem().ifPresent(problems::add);
            found = new Found(report(problems, now), clock.millis());
            log.take(found.report(), now);
        } catch (RuntimeException e) {
            // an exception would cancel the scheduled task
            LOG.warn("could not sample the health of this instance, retrying: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> ofInputs(long now) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        Map<TopicPartition, TopicEnds.Ends> ends = new HashMap<>();
        for (TopicEnds input : inputs) {
            input.read().ifPresent(found -> {
                found.missing()
                        .forEach(topic -> problems.add(
                                "the topic " + topic + " does not exist; create it again: elmstream topics create"));
                ends.putAll(found.ends());
            });
        }
        problems.addAll(openTransactions.problems(ends, now));
        return problems;
    }

    /** @return why the progress on the application's input is unknown */
    private Optional<String> look(Application application, long now) throws InterruptedException {
        if (application.streams().state() == State.CREATED) {
            return Optional.empty();
        }
        try {
            Map<TopicPartition, PartitionOffsets> offsets =
                    application.offsets().read();
            Set<TopicPartition> owned = owned(application.streams());
            Progress.Look look = new Progress.Look(
                    now,
                    owned,
                    offsets,
                    failures(application, offsets.keySet()),
                    !application.streams().isPaused());
            application.progress().take(look);
            if (application.streams() == elmstream.inference()) {
                lost.count(owned, offsets);
                partitions = application.progress().activity();
                unreadPartitions =
                        unread.warning(look, () -> GroupMembers.of(admin, group).assigned());
            }
            unreachableSince.remove(application.name());
            return Optional.empty();
        } catch (ExecutionException e) {
            long since = unreachableSince.computeIfAbsent(application.name(), name -> now);
            return Optional.of("for %d s the cluster has not said how far %s is: %s"
                    .formatted(
                            (clock.millis() - since) / 1_000,
                            application.name(),
                            Diagnosis.told(Diagnosis.cause(e), Side.KAFKA)));
        }
    }

    private static Set<TopicPartition> owned(KafkaStreams streams) {
        Set<TopicPartition> owned = new HashSet<>();
        if (streams.state().isRunningOrRebalancing()) {
            streams.metadataForLocalThreads()
                    .forEach(thread -> thread.activeTasks().forEach(task -> owned.addAll(task.topicPartitions())));
        }
        return owned;
    }

    private static Map<TopicPartition, Long> failures(Application application, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> failures = new HashMap<>();
        application
                .failures()
                .recent()
                .forEach(failure -> partitions.stream()
                        .filter(partition -> failure.partition().isPresent()
                                && partition.partition() == failure.partition().getAsInt())
                        .forEach(partition -> failures.merge(partition, failure.at(), Math::max)));
        return failures;
    }

    private HealthReport report(List<String> problems, long now) {
        List<HealthReport.Failure> failures = new ArrayList<>();
        Map<String, HealthReport.Partition> partitions = new HashMap<>();
        for (Application application : applications) {
            problems.addAll(application.progress().problems());
            partitions.putAll(application.progress().report());
            application.failures().recent().forEach(failure -> {
                if (failure.partition().isEmpty() && now - failure.at() < FAILED_JUST_NOW.toMillis()) {
                    problems.add("a stream thread of %s failed: %s".formatted(application.name(), failure.message()));
                }
                failures.add(new HealthReport.Failure(
                        Instant.ofEpochMilli(failure.at()).toString(),
                        application.name(),
                        failure.partition().isPresent() ? failure.partition().getAsInt() : null,
                        failure.message()));
            });
        }
        elmstream.schemaWaits().forEach(wait -> problems.add("readings wait for " + wait));
        State inference = elmstream.inference().state();
        if (inference != State.REBALANCING) {
            runningAt = now;
        } else if (now - runningAt > REBALANCE_PATIENCE.toMillis()) {
            problems.add("inference has been rebalancing for %d s".formatted((now - runningAt) / 1_000));
        }
        int threads = inference.isRunningOrRebalancing()
                ? elmstream.inference().metadataForLocalThreads().size()
                : 0;
        HealthReport.Tasks tasks = new HealthReport.Tasks(
                threads, scores, problems, warnings(), new TreeMap<>(partitions), failures, lost.total());
        return HealthReport.of(
                inference, elmstream.governor().state(), elmstream.waitsFor(), tasks, elmstream.models());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(elmstream.governorNotes());
        warnings.addAll(elmstream.learnerNotes());
        unreadPartitions.ifPresent(warnings::add);
        if (lost.total() > 0) {
            warnings.add(Counted.of(
                    lost.total(),
                    "reading was deleted by retention before it was read",
                    "readings were deleted by retention before they were read"));
        }
        elmstream.models().forEach((id, model) -> {
            if (model.underOlderRevision() > 0) {
                warnings.add(("%d predictions of model %s were made before this instance knew the step that applies to"
                                + " their event times: a replay would answer them differently")
                        .formatted(model.underOlderRevision(), id));
            }
        });
        return warnings;
    }

    @Override
    public void close() {
        looking.shutdownNow();
        admin.close(Duration.ZERO);
        governorAdmin.close(Duration.ZERO);
    }
}
