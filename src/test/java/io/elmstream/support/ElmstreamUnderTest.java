package io.elmstream.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.app.Elmstream;
import io.elmstream.client.ModelControl;
import io.elmstream.client.PublishedModels;
import io.elmstream.client.StatusTopic;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.testing.OutcomeAudit;
import io.elmstream.topics.TopicAdmin;
import io.elmstream.topics.TopicCatalog;
import io.elmstream.topology.TopicRole;
import io.elmstream.topology.Topics;
import io.elmstream.wire.ApicurioSchemaRegistry;
import io.elmstream.wire.Backoff;
import io.elmstream.wire.SchemaRegistry;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.SensorReading;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionFactory;

/**
 * An application with topics of its own on a real broker: one instance at a time, in this process, what is sent to it,
 * and what comes out.
 */
public final class ElmstreamUnderTest implements AutoCloseable {

    private static final Set<String> GROUPS = Set.of("stream-thread-metrics", "elmstream-metrics");

    private final KafkaUnderTest kafka;
    private final String name;
    private final Path folder;
    private final Topics topics;
    private final SchemaRegistry registry;
    private final OutcomeAudit audit = new OutcomeAudit(SmallModel.labels());
    private final OutcomeReader reader;
    private final ReadingFeed feed;
    private final ModelControl control;
    private final AnswerReader answers;
    private Optional<Elmstream> instance = Optional.empty();

    /**
     * @param name of the application, and what its topics' names begin with
     * @param folder for the instances' state
     * @param partitions of the readings topic
     */
    public ElmstreamUnderTest(KafkaUnderTest kafka, String name, Path folder, int partitions) {
        this.kafka = kafka;
        this.name = name;
        this.folder = folder;
        this.topics = topics(name + "-");
        this.registry = new ApicurioSchemaRegistry(kafka.registryUrl(), Map.of(), Backoff.ofAMinute());
        kafka.createTopics(topics, partitions);
        int schema = registry.register(topics.readings(), SensorReading.getClassSchema());
        Map<String, Object> clients = Map.of("bootstrap.servers", kafka.bootstrapServers());
        this.control = new ModelControl(clients, topics, registry, Waiting.PATIENCE, Optional.empty());
        this.answers = new AnswerReader(kafka.bootstrapServers(), topics.modelStatus());
        this.reader = new OutcomeReader(kafka.bootstrapServers(), topics, audit);
        this.feed = new ReadingFeed(kafka.bootstrapServers(), topics.readings(), schema, SmallModel.FEATURES, audit);
    }

    /** Topics with the usual names behind a prefix. */
    public static Topics topics(String prefix) {
        Topics standard = Topics.standard();
        return new Topics(
                prefix + standard.readings(),
                prefix + standard.predictions(),
                prefix + standard.shadowPredictions(),
                prefix + standard.alerts(),
                prefix + standard.deadLetters(),
                prefix + standard.modelControl(),
                prefix + standard.models(),
                prefix + standard.modelStatus(),
                prefix + standard.labels(),
                prefix + standard.modelQuality(),
                prefix + standard.activity(),
                prefix + standard.alertControl());
    }

    /** Starts an instance; its default model is {@link SmallModel#ID} unless set otherwise. */
    public Elmstream start(Map<String, String> settings) {
        return start(settings, registry);
    }

    /** Starts an instance that asks the given registry. */
    public Elmstream start(Map<String, String> settings, SchemaRegistry asked) {
        return start(settings, asked, folder.resolve("state"));
    }

    /** Starts an instance with another state folder, as on a new machine. */
    public Elmstream startAnew(Map<String, String> settings, String place) {
        return start(settings, registry, folder.resolve(place));
    }

    private Elmstream start(Map<String, String> settings, SchemaRegistry asked, Path state) {
        instance = Optional.of(Elmstream.start(prepared(configuration(settings)), asked, state));
        return instance.get();
    }

    private Configuration configuration(Map<String, String> settings) {
        return ConfigurationLoader.load(Optional.empty(), Map.of(), flags(settings))
                .configuration();
    }

    /** As {@code elmstream run} does: looks at the topics first. */
    private Configuration prepared(Configuration configuration) {
        try (Admin admin = Admin.create(configuration.clients())) {
            return new TopicAdmin(admin, configuration, TopicCatalog.load()).prepare();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** All settings of an instance, also for one in another process. */
    public Map<String, String> flags(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "application.id",
                name,
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "registry.url",
                kafka.registryUrl(),
                "models.default",
                SmallModel.ID,
                "governor.lead.ms",
                "200",
                "governor.min.trial.ms",
                "200",
                "http.port",
                "0",
                "state.dir",
                folder.resolve("state").toString()));
        Arrays.stream(TopicRole.values()).forEach(role -> all.put("topics." + role.key(), role.nameIn(topics)));
        all.putAll(settings);
        return all;
    }

    /** Stops the instance properly. */
    public void stop() {
        instance.ifPresent(Elmstream::close);
        instance = Optional.empty();
    }

    public Topics topics() {
        return topics;
    }

    public String applicationId() {
        return name;
    }

    public SchemaRegistry registry() {
        return registry;
    }

    public OutcomeAudit audit() {
        return audit;
    }

    public OutcomeReader reader() {
        return reader;
    }

    public ReadingFeed feed() {
        return feed;
    }

    /** Publishes a small model and makes it the champion. */
    public void champion(int version) {
        assertAccepted(publish(version, SmallModel.artefact(version)));
        assertAccepted(activate(version));
    }

    /** Publishes a version of the small model and gives the governor's answer. */
    public ModelStatus publish(int version, byte[] artefact) {
        return control.publish(new VersionKey(new ModelId(SmallModel.ID), version), artefact, false)
                .orElseThrow();
    }

    /** Makes a version of the small model the champion and gives the governor's answer. */
    public ModelStatus activate(int version) {
        return control.activate(new VersionKey(new ModelId(SmallModel.ID), version))
                .orElseThrow();
    }

    /** Sends any command and gives the governor's answer. */
    public ModelStatus ask(Command command) {
        return control.ask(command).orElseThrow();
    }

    /** All committed answers of the governor, in their order. */
    public List<ModelStatus> answers() {
        return answers.answers();
    }

    /** What is said on the status topic now. */
    public StatusTopic status() {
        return StatusTopic.read(
                Map.of("bootstrap.servers", kafka.bootstrapServers()), topics, System.currentTimeMillis());
    }

    /** What stands on the models topic. */
    public PublishedModels.Model published() {
        return PublishedModels.read(Map.of("bootstrap.servers", kafka.bootstrapServers()), topics)
                .models()
                .get(new ModelId(SmallModel.ID));
    }

    private static void assertAccepted(ModelStatus answer) {
        assertThat(answer.getOutcome()).as(answer.getMessage()).isNotEqualTo(CommandOutcome.REFUSED);
    }

    /** The sum of a figure over the stream threads or tasks of the running instance's inference. */
    public double metric(String metric) {
        return instance.orElseThrow().inference().metrics().values().stream()
                .filter(each -> each.metricName().name().equals(metric))
                .filter(each -> GROUPS.contains(each.metricName().group()))
                .mapToDouble(each -> ((Number) each.metricValue()).doubleValue())
                .sum();
    }

    /** Waits with the patience of a busy machine. */
    public ConditionFactory await() {
        return Waiting.await();
    }

    /** Waits until that many outcomes have been read. */
    public void awaitOutcomes(long count) {
        await().untilAsserted(() -> assertThat(reader.outcomes()).as("outcomes").isGreaterThanOrEqualTo(count));
    }

    /** Waits until every reading has an outcome. */
    public void awaitAllAnswered() {
        await().untilAsserted(() ->
                assertThat(audit.open()).as("readings without an outcome").isZero());
    }

    @Override
    public void close() {
        stop();
        feed.close();
        control.close();
        answers.close();
        reader.close();
    }
}
