package io.elmstream.app;

import io.elmstream.activity.InstanceActivity;
import io.elmstream.activity.PartitionActivity;
import io.elmstream.client.ClusterId;
import io.elmstream.client.PublishedModels;
import io.elmstream.config.Configuration;
import io.elmstream.config.InstanceId;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import io.elmstream.model.ModelId;
import io.elmstream.rollout.InstanceReport;
import io.elmstream.serving.ModelIndex;
import io.elmstream.topology.governor.GovernorTopology;
import io.elmstream.topology.governor.RebuildModels;
import io.elmstream.topology.inference.InferenceTopology;
import io.elmstream.topology.inference.ModelsStore;
import io.elmstream.topology.inference.ModelsStoreType;
import io.elmstream.topology.inference.RefusedReadings;
import io.elmstream.tracing.Traces;
import io.elmstream.wire.AskedSchemas;
import io.elmstream.wire.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running instance: the inference application and the governor, two Kafka Streams applications in one process, so
 * that either can wait or fail without the other; and the learner, a third one, if it is enabled. Inference starts
 * paused and resumes when every required model has a champion ready.
 */
public final class Elmstream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Elmstream.class);
    private static final Duration READINESS_CHECK = Duration.ofMillis(50);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration CHANGES = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private final Configuration configuration;
    private final KafkaStreams inference;
    private final KafkaStreams governor;
    private final Optional<Learner> learner;
    private final ScheduledExecutorService preparing =
            Executors.newSingleThreadScheduledExecutor(daemon("prepare-models"));
    private final ExecutorService loadingLate = Executors.newSingleThreadExecutor(daemon("load-late-versions"));
    private final ScheduledExecutorService watching =
            Executors.newSingleThreadScheduledExecutor(daemon("await-models"));
    private final ScheduledExecutorService governing =
            Executors.newSingleThreadScheduledExecutor(daemon("start-governor"));
    private final ScheduledExecutorService asking =
            Executors.newScheduledThreadPool(AskedSchemas.AT_ONCE, daemon("ask-registry"));
    private final AskedSchemas schemas;
    private final ScheduledExecutorService finding =
            Executors.newSingleThreadScheduledExecutor(daemon("find-lost-versions"));
    private final LostVersions lostVersions;
    private final InstanceReporter reporter;
    private final ModelChanges changes;
    private final Optional<QualityReporter> qualityReporter;
    private final Optional<InstanceActivity> activity;
    private final Optional<ActivityReporter> activityReporter;
    private final LostReadings lost;
    private final GovernorStart governorStart;
    private final HealthSampler health;
    private volatile Optional<String> rebuilt = Optional.empty();
    private volatile Optional<String> clocks = Optional.empty();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Set<String> told = Set.of();

    /** @param clusterId Kafka's id of the cluster if reports or commands are signed, else empty */
    private Elmstream(Configuration configuration, SchemaRegistry registry, Path folder, String clusterId) {
        this.configuration = configuration;
        this.lost = new LostReadings(
                topic -> configuration.inference().mappings().of(topic).isPresent());
        this.governorStart = new GovernorStart(configuration);
        this.schemas = new AskedSchemas(registry, asking, System::nanoTime);
        RefusedReadings refused = new RefusedReadings();
        this.activity = configuration.page().isPresent() || configuration.http().isPresent()
                ? Optional.of(new InstanceActivity())
                : Optional.empty();
        this.inference = new KafkaStreams(
                new InferenceTopology(
                                configuration.inference(),
                                schemas,
                                preparing,
                                loadingLate,
                                System::currentTimeMillis,
                                System::nanoTime,
                                refused,
                                activity,
                                Traces.ofProcess())
                        .build(),
                StreamsProperties.inference(configuration, folder, lost, refused),
                StreamsClients.ofInference(configuration.inference(), schemas));
        this.governor = new KafkaStreams(
                new GovernorTopology(
                                configuration.inference().topics(),
                                configuration.governorPolicy(),
                                configuration.trust(clusterId),
                                registry,
                                new RebuildModels(
                                        PublishedModels.topic(
                                                configuration.governorClients(),
                                                configuration.inference().topics()),
                                        done -> rebuilt = Optional.of(done)),
                                difference -> clocks = difference,
                                configuration.inference().limits().modelStatus(),
                                configuration.quality())
                        .build(),
                StreamsProperties.governor(configuration, folder),
                StreamsClients.ofGovernor());
        this.learner = configuration.learner().enabled()
                ? Optional.of(new Learner(configuration, schemas, folder, clusterId, this::index))
                : Optional.empty();
        this.lostVersions = new LostVersions(
                configuration.clients(), configuration.inference().topics().models());
        this.reporter = new InstanceReporter(
                configuration,
                registry,
                InstanceId.of(configuration, folder),
                configuration.instanceKey(clusterId),
                this::models);
        this.changes = new ModelChanges(LOG, InstanceId.of(configuration, folder));
        this.qualityReporter = configuration
                .quality()
                .map(policy -> new QualityReporter(
                        configuration,
                        registry,
                        InstanceId.of(configuration, folder),
                        policy.settings().window(),
                        configuration.instanceKey(clusterId),
                        () -> index().map(ModelIndex::quality).orElse(List.of())));
        this.activityReporter = configuration
                .page()
                .map(page -> new ActivityReporter(
                        this, configuration, page, registry, folder, clusterId, activity.orElseThrow()));
        this.health = new HealthSampler(
                this,
                configuration,
                watched(inference, configuration.applicationId(), refused::steps),
                watched(governor, configuration.governorId(), () -> 0),
                lost);
    }

    /**
     * Starts both applications; the topics must exist. The governor is not started if the models are governed under
     * another application id, and is started later if instances of an older release are running.
     *
     * @param folder for this instance's state, used by no other process
     * @throws io.elmstream.wire.RegistryUnreachableException if the registry does not answer
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
     */
    public static Elmstream start(Configuration configuration, SchemaRegistry registry, Path folder) {
        Elmstream elmstream = new Elmstream(
                configuration, registry, folder, configuration.signs() ? ClusterId.of(configuration.clients()) : "");
        try {
            elmstream.startBoth();
        } catch (RuntimeException e) {
            elmstream.close();
            throw e;
        }
        return elmstream;
    }

    private void startBoth() {
        if (!startGovernor()) {
            governing.scheduleWithFixedDelay(this::startGovernorLater, 1, 1, TimeUnit.SECONDS);
        }
        health.start();
        inference.pause();
        inference.start();
        // it begins paused, so before anything can resume it
        learner.ifPresent(Learner::start);
        watching.scheduleWithFixedDelay(this::resumeWhenReady, 0, READINESS_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        preparing.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        preparing.scheduleWithFixedDelay(
                this::tellChanges, CHANGES.toMillis(), CHANGES.toMillis(), TimeUnit.MILLISECONDS);
        finding.scheduleWithFixedDelay(this::findLost, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        reporter.start();
        qualityReporter.ifPresent(QualityReporter::start);
        activityReporter.ifPresent(ActivityReporter::start);
    }

    private ThreadFailures watched(KafkaStreams streams, String name, LongSupplier remedies) {
        ThreadFailures failures = new ThreadFailures(name, SteadyTime.system(), remedies);
        streams.setUncaughtExceptionHandler(failures);
        streams.setStateListener((now, before) -> {
            if (now == State.ERROR || now == State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
        return failures;
    }

    /** @return false if it must be tried again */
    private boolean startGovernor() {
        GovernorStart.Outcome outcome = governorStart.attempt();
        if (outcome == GovernorStart.Outcome.GOVERNS) {
            governor.start();
        }
        return outcome != GovernorStart.Outcome.WAITS;
    }

    private void startGovernorLater() {
        try {
            if (startGovernor()) {
                governing.shutdown();
            }
        } catch (RuntimeException e) {
            // an exception would cancel the scheduled task
            LOG.warn("could not start the governor, retrying: {}", Diagnosis.told(e, Side.KAFKA));
        }
    }

    /** Returns a note about the governor for the user, if there is one. */
    List<String> governorNotes() {
        return Stream.concat(governorStart.notes().stream(), Stream.concat(rebuilt.stream(), clocks.stream()))
                .toList();
    }

    /** Returns what is wrong with the learner, if there is one. */
    List<String> learnerNotes() {
        return learner.map(Learner::notes).orElse(List.of());
    }

    /** Returns the latest health report of this instance. */
    public HealthReport health() {
        return health.report();
    }

    /** Returns the latest state of the partitions that this instance reads. */
    List<PartitionActivity> partitions() {
        return health.partitions();
    }

    /** Returns what this instance counts besides what it counts by version; empty if nobody reads that. */
    public Optional<InstanceActivity> activity() {
        return activity;
    }

    /** Returns the number of readings that retention deleted before this instance could read them, since it started. */
    public long readingsLost() {
        return lost.total();
    }

    /** Returns when this instance's last report reached its topic, in epoch milliseconds; 0 if none has. */
    public long reportedAt() {
        return reporter.writtenAt();
    }

    private void tellChanges() {
        try {
            changes.take(models().values(), System.currentTimeMillis());
        } catch (RuntimeException e) {
            // an exception would cancel the scheduled task
            LOG.warn("could not look for changes of models, retrying: {}", e.toString());
        }
    }

    private void resumeWhenReady() {
        try {
            Set<String> missing = waitsFor();
            if (!missing.isEmpty() && !missing.equals(told)) {
                told = missing;
                LOG.info("inference waits for {}", String.join(", ", missing));
            }
            if (inference.isPaused() && missing.isEmpty()) {
                LOG.info(
                        models().isEmpty()
                                ? "inference starts, but no model has been published and models.required is empty:"
                                        + " every reading becomes a dead letter NO_MODEL. Set models.default, and"
                                        + " publish a model: elmstream model publish FILE --activate"
                                : "all models are ready, inference starts");
                inference.resume();
                learner.ifPresent(Learner::resume);
                watching.shutdown();
            }
        } catch (RuntimeException e) {
            // an exception would cancel the scheduled task, and inference would never start
            LOG.warn("could not check whether the models are ready, retrying: {}", e.toString());
        }
    }

    /** Returns a description of what inference waits for before it starts; empty once it has started. */
    public Set<String> waitsFor() {
        if (!inference.isPaused()) {
            return Set.of();
        }
        Set<String> missing = new TreeSet<>();
        if (inference.state() != State.RUNNING && inference.state() != State.REBALANCING) {
            missing.add("Kafka Streams to start");
            return missing;
        }
        Map<ModelId, InstanceReport.Model> models = models();
        for (ModelId required : configuration.requiredModels()) {
            if (!models.containsKey(required) || models.get(required).serving().isEmpty()) {
                missing.add("a champion of model " + required);
            }
        }
        models.forEach((id, health) -> health.preparing()
                .forEach(version -> missing.add("version " + version + " of model " + id + " to be ready")));
        return missing;
    }

    /** Returns a description of the schemas that readings wait for; each wait holds back only its own partition. */
    public List<String> schemaWaits() {
        return schemas.waits(trouble -> Diagnosis.told(trouble, Side.REGISTRY));
    }

    private void tick() {
        try {
            store().ifPresent(ModelsStore::tick);
        } catch (RuntimeException e) {
            // an exception would cancel the scheduled task
            LOG.warn("could not maintain the models in memory, retrying: {}", e.toString());
        }
    }

    private void findLost() {
        try {
            store().ifPresent(lostVersions::look);
        } catch (RuntimeException e) {
            LOG.warn("could not read lost versions again, retrying: {}", Diagnosis.told(e, Side.KAFKA));
        }
    }

    /** Returns the versions in memory; none before the models topic has been read. */
    public ModelsStore.Residency residency() {
        return store().map(ModelsStore::residency).orElse(ModelsStore.Residency.NONE);
    }

    /** Returns the models that this instance serves; empty before the models topic has been read. */
    public Optional<ModelIndex> index() {
        return store().map(ModelsStore::index);
    }

    private Optional<ModelsStore> store() {
        try {
            return Optional.of(inference.store(ModelsStoreType.query()));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Returns the state of every model on this instance; empty before the models topic has been read. */
    public Map<ModelId, InstanceReport.Model> models() {
        return store().map(ModelsStore::health).orElse(Map.of());
    }

    /** Returns the application that scores readings. */
    public KafkaStreams inference() {
        return inference;
    }

    /**
     * Returns the application that judges commands about models. It always exists, but is not started if the models are
     * governed under another application id.
     */
    public KafkaStreams governor() {
        return governor;
    }

    /** Returns the application that learns from labelled readings, if this instance runs it. */
    public Optional<KafkaStreams> learner() {
        return learner.map(Learner::streams);
    }

    /** Waits until inference or the governor has stopped, for any reason. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Returns whether inference or the governor has stopped because of a recurring fault. */
    public boolean hasFailed() {
        return inference.state() == State.ERROR || governor.state() == State.ERROR;
    }

    /**
     * Stops after a last commit, which sends pending micro-batches first. The instance also leaves its consumer groups;
     * otherwise its tasks would not be reassigned until its session times out.
     */
    @Override
    public void close() {
        watching.shutdownNow();
        governing.shutdownNow();
        reporter.close();
        qualityReporter.ifPresent(QualityReporter::close);
        learner.ifPresent(Learner::close);
        inference.close(leavingGroup());
        // its last report contains the predictions of the last commit
        activityReporter.ifPresent(ActivityReporter::close);
        governor.close(leavingGroup());
        preparing.shutdownNow();
        asking.shutdownNow();
        loadingLate.shutdownNow();
        finding.shutdownNow();
        // last, so that health requests in the meantime report that this instance is stopping
        health.close();
    }

    static CloseOptions leavingGroup() {
        return CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    }

    static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
