package io.elmstream.testing;

import io.elmstream.alert.AlertState;
import io.elmstream.config.Configuration;
import io.elmstream.config.ConfigurationLoader;
import io.elmstream.governor.Command;
import io.elmstream.governor.Publication;
import io.elmstream.model.Artefact;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.rollout.Challenger;
import io.elmstream.rollout.Learning;
import io.elmstream.rollout.Step.Deployment;
import io.elmstream.rules.RuleSet;
import io.elmstream.rules.RuleSetException;
import io.elmstream.rules.RuleSetFormat;
import io.elmstream.topology.Topics;
import io.elmstream.topology.inference.AlertStates;
import io.elmstream.wire.RecordReader;
import io.elmstream.wire.UnreadableRecordException;
import io.elmstream.wire.avro.Alert;
import io.elmstream.wire.avro.CommandOutcome;
import io.elmstream.wire.avro.Label;
import io.elmstream.wire.avro.ModelStatus;
import io.elmstream.wire.avro.Prediction;
import io.elmstream.wire.avro.SensorReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The production topologies in Kafka's {@link TopologyTestDriver}: publish your model, pipe your readings, and check
 * the outcomes. No broker, no registry, no threads; time advances only when you advance it.
 *
 * <p>Kafka's driver commits after every record, so each micro-batch has one reading here. Scores do not depend on that.
 *
 * <pre>{@code
 * try (var driver = ElmstreamTestDriver.builder().set("models.default", "boiler").build()) {
 *     driver.publish("boiler", 1, Files.readAllBytes(Path.of("boiler-1.elm")));
 *     driver.activate("boiler", 1);
 *     driver.sensor("s1").pipe(Map.of("temperature", 20, "pressure", 1.5));
 *     assertThat(driver.predictions()).extracting(Prediction::getLabel).containsExactly("fine");
 * }
 * }</pre>
 *
 * <p>There are two clocks. The wall clock drives whatever waits, such as a challenger on trial. Event time is the
 * timestamp of the records that are piped, and thus the event time of readings that carry none; it decides which
 * version scores them. {@link #advance} moves both, which is right for most tests. Both start at the same time, and
 * never go back.
 *
 * <p>Not thread-safe. Methods that name a model throw {@link IllegalArgumentException} if the id is not a valid model
 * id; a command that the governor refuses returns a {@link ModelStatus} with {@link CommandOutcome#REFUSED} and a
 * reason.
 */
public final class ElmstreamTestDriver implements AutoCloseable {

    private final DrivenTopologies topologies;
    private final RecordReader<Prediction> predictions = RecordReader.ofPredictions();
    private final RecordReader<Alert> alerts = RecordReader.ofAlerts();
    private Instant eventTime;
    private boolean closed;

    private ElmstreamTestDriver(Configuration configuration, Instant start) {
        topologies = DrivenTopologies.start(configuration, start, StateFolder.fresh());
        eventTime = start;
    }

    /** {@return a builder of a driver, with the defaults of production for all settings} */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a driver. */
    public static final class Builder {

        private final Map<String, Object> settings = new HashMap<>();
        private Optional<Path> file = Optional.empty();
        private Instant start = Instant.parse("2026-01-01T00:00:00Z");

        private Builder() {}

        /**
         * Uses the settings of a configuration file, such as that of your deployment. Settings made with {@link #set}
         * take precedence.
         *
         * @param yaml the file, in the format of {@code elmstream run}; it is read by {@link #build}
         * @return this builder
         */
        public Builder config(Path yaml) {
            file = Optional.of(yaml);
            return this;
        }

        /**
         * Sets one configuration key, as named in docs/configuration.md. Keys for brokers and registry are not required
         * and have no effect.
         *
         * @param key for example {@code alerts.labels}
         * @param value a string, a number or a boolean, as in the file; a collection becomes a list
         * @return this builder
         */
        public Builder set(String key, Object value) {
            settings.put(
                    key,
                    value instanceof Collection<?> list
                            ? list.stream().map(String::valueOf).toList()
                            : String.valueOf(value));
            return this;
        }

        /**
         * Sets the initial time of both clocks; the default is 2026-01-01T00:00:00Z.
         *
         * @param time after 1970, in whole milliseconds
         * @return this builder
         */
        public Builder startAt(Instant time) {
            start = time;
            return this;
        }

        /**
         * Starts the driver, which must be closed after the test.
         *
         * @return the driver, without any model
         * @throws io.elmstream.config.ConfigurationException if a key does not exist, or a value is not allowed; the
         *     message names key, value and where it was set
         */
        public ElmstreamTestDriver build() {
            return new ElmstreamTestDriver(ConfigurationLoader.withoutCluster(file, settings), start);
        }
    }

    // models

    /**
     * Publishes a version of a model. It does not serve until it is activated.
     *
     * @param artefact the version, for example one that was just trained
     * @return the governor's answer
     */
    public ModelStatus publish(Artefact artefact) {
        return publish(artefact.id().value(), artefact.version(), ArtefactFormat.write(artefact));
    }

    /**
     * Publishes a model file. It does not serve until it is activated.
     *
     * @param modelId the model, as in the file
     * @param version 1 or more, as in the file
     * @param file as written by {@code elmstream train}; the governor refuses anything else with a reason
     * @return the governor's answer
     */
    public ModelStatus publish(String modelId, int version, byte[] file) {
        Iterator<Command> commands = new Publication(new VersionKey(new ModelId(modelId), version), file, false)
                .commands(ElmstreamTestDriver::requestId)
                .iterator();
        ModelStatus answer = open().judge(commands.next());
        while (commands.hasNext() && answer.getOutcome() != CommandOutcome.REFUSED) {
            answer = open().judge(commands.next());
        }
        return answer;
    }

    /**
     * Publishes a rule set under the id of its model followed by {@code .rules}. It judges nothing until it is
     * activated. The setting {@code rules.enabled} must be {@code true}.
     *
     * @param yaml the rule set, as in docs/rules.md
     * @return the governor's answer
     * @throws IllegalArgumentException if the text is not a rule set; the message names all faults
     */
    public ModelStatus publishRules(String yaml) {
        try {
            RuleSet rules = RuleSetFormat.parse(yaml);
            ModelId id = new ModelId(rules.modelId()).rules();
            return publish(id.value(), rules.version(), RuleSetFormat.write(rules));
        } catch (RuleSetException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Makes a published version the champion. The first champion serves readings of any event time, later ones serve
     * those from {@link ModelStatus#getEffectiveFrom} on; use {@link #advanceTo} to move there.
     *
     * @param modelId the model
     * @param version 1 or more
     * @return the governor's answer
     */
    public ModelStatus activate(String modelId, int version) {
        return open().judge(new Command.Activate(
                requestId(), new ModelId(modelId), version, OptionalLong.empty(), OptionalLong.empty()));
    }

    /**
     * Makes a published version the champion from an event time on.
     *
     * @param modelId the model
     * @param version 1 or more
     * @param from the first event time that it serves, in whole milliseconds
     * @return the governor's answer
     */
    public ModelStatus activate(String modelId, int version, Instant from) {
        return open().judge(new Command.Activate(
                requestId(),
                new ModelId(modelId),
                version,
                OptionalLong.empty(),
                OptionalLong.of(from.toEpochMilli())));
    }

    /**
     * Tries a published version beside the champion, as shadow or canary.
     *
     * @param modelId the model
     * @param challenger the version, and how it is tried
     * @return the governor's answer
     */
    public ModelStatus challenge(String modelId, Challenger challenger) {
        ModelStatus answer = open().judge(
                        new Command.Challenge(requestId(), new ModelId(modelId), challenger, OptionalLong.empty()));
        // as in production: the counts of an instance matter once the governor knows them
        open().report();
        return answer;
    }

    /**
     * Makes the challenger the champion.
     *
     * @param modelId the model
     * @return the governor's answer
     */
    public ModelStatus promote(String modelId) {
        ModelId id = new ModelId(modelId);
        return open().judge(new Command.Promote(requestId(), id, brought(id), OptionalLong.empty()));
    }

    /**
     * Rolls back the last change of a model's versions, immediately and for readings of any event time.
     *
     * @param modelId the model
     * @return the governor's answer
     */
    public ModelStatus rollback(String modelId) {
        ModelId id = new ModelId(modelId);
        return open().judge(new Command.Rollback(requestId(), id, brought(id), OptionalLong.empty()));
    }

    /**
     * Retires a version that readings can no longer need.
     *
     * @param modelId the model
     * @param version 1 or more
     * @return the governor's answer
     */
    public ModelStatus retire(String modelId, int version) {
        return open().judge(new Command.Retire(requestId(), new ModelId(modelId), version, OptionalLong.empty()));
    }

    /**
     * Switches learning on or off for a model that has a champion. The driver runs a learner if the setting
     * {@code learn.enabled} is true; it learns from readings with labels and from {@link #label}, and solves at once. A
     * version that it proposes becomes the champion by {@link #report}.
     *
     * @param modelId the model
     * @param learning whether it learns, and how its new versions are tried
     * @return the governor's answer
     */
    public ModelStatus learn(String modelId, Learning learning) {
        ModelId id = new ModelId(modelId);
        int champion = open().published()
                .timeline(id)
                .latest()
                .map(Deployment::champion)
                .orElse(1);
        return open().judge(new Command.Learn(requestId(), id, champion, learning, OptionalLong.empty()));
    }

    /**
     * Makes the instance report its counts, so that the governor evaluates the conditions of challengers; in production
     * this happens every few seconds. Counts are accepted from the second report of a trial on. No challenger is
     * promoted before it was tried for {@code governor.min.trial.ms}.
     */
    public void report() {
        open().report();
    }

    // readings

    /**
     * Returns an input for the readings of a sensor, by feature names or from CSV.
     *
     * @param id up to 1,024 bytes in UTF-8; readings with a longer one become dead letters
     * @return the input, whose readings initially name no model, event time or class
     */
    public SensorInput sensor(String id) {
        return new SensorInput(this, id, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Pipes a reading in JSON, for example {@code {"sensorId": "s1", "features": {"temperature": 20, "pressure":
     * 1.5}}}.
     *
     * @param json an object with {@code sensorId} and {@code features}: values by name, or an array in the model's
     *     order, null for a missing value; and optionally {@code modelId}, {@code eventTime} (as
     *     {@code "2026-01-01T00:00:00Z"} or in milliseconds since 1970) and {@code label}
     * @throws IllegalArgumentException if it is not such an object, no version of the model is published, or the
     *     features are not those of the model; the message names the field, its value and what it must be
     */
    public void pipeJson(String json) {
        pipe(ReadingJson.read(json, this::features));
    }

    /**
     * Pipes a reading unchanged, with its sensor id as key, at the driver's event time.
     *
     * @param reading any reading; one that cannot be scored becomes a dead letter
     * @throws IllegalStateException if the readings topic has another form by a mapping in the configuration
     */
    public void pipe(SensorReading reading) {
        open().pipe(reading, eventTime);
    }

    /**
     * Pipes a value unchanged, at the driver's event time, for example the JSON text of a topic that the setting
     * {@code readings} maps, or a label in JSON.
     *
     * @param topic an input topic, or the topic of labels
     * @param key of the record; null for none
     * @param value text in UTF-8
     * @throws IllegalArgumentException if the topic is no input
     * @throws IllegalStateException if it is that of labels, and {@code learn.enabled} is not true
     */
    public void pipe(String topic, @Nullable String key, String value) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        pipe(topic, new TestRecord<>(bytes, value.getBytes(StandardCharsets.UTF_8), eventTime));
    }

    /**
     * Pipes a record unchanged.
     *
     * @param topic an input topic, or the topic of labels
     * @param record with any key, value, headers and timestamp
     * @throws IllegalArgumentException if the topic is no input
     * @throws IllegalStateException if it is that of labels, and {@code learn.enabled} is not true
     */
    public void pipe(String topic, TestRecord<byte[], byte[]> record) {
        open().pipe(topic, record);
    }

    /**
     * Pipes a record of the readings topic unchanged.
     *
     * @param record with any key, value, headers and timestamp, whether it contains a reading or not
     */
    public void pipe(TestRecord<byte[], byte[]> record) {
        open().pipe(record);
    }

    /**
     * Pipes the true class of an earlier or later reading to the topic of labels, at the driver's event time.
     *
     * @param sensorId the sensor of the reading
     * @param eventTime the event time of the reading; of several readings at that time, the first one is meant
     * @param trueClass the class
     * @throws IllegalStateException if no learner runs, because {@code learn.enabled} is not true
     */
    public void label(String sensorId, Instant eventTime, String trueClass) {
        open().label(new Label(sensorId, eventTime, null, trueClass, 1.0, null), this.eventTime);
    }

    // time

    /** {@return the current time of the wall clock} */
    public Instant now() {
        return open().now();
    }

    /** {@return the timestamp of the next reading, which is also its event time if it carries none} */
    public Instant eventTime() {
        return eventTime;
    }

    /**
     * Advances both clocks.
     *
     * @param duration 0 or more, in whole milliseconds
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(Duration duration) {
        advanceWallClock(duration);
        advanceEventTime(duration);
    }

    /**
     * Advances both clocks by the same duration, until the wall clock reaches a time, such as that from which a new
     * champion serves.
     *
     * @param time on the wall clock, not before {@link #now}
     * @throws IllegalArgumentException if the wall clock is past it
     */
    public void advanceTo(Instant time) {
        advance(Duration.between(now(), time));
    }

    /**
     * Advances the wall clock only, so that readings without an event time of their own become late by this duration.
     *
     * @param duration 0 or more, in whole milliseconds
     * @throws IllegalArgumentException if it is negative
     */
    public void advanceWallClock(Duration duration) {
        open().advanceWallClock(forward(duration));
    }

    /**
     * Advances event time only, as if sensors caught up, or their clocks were ahead.
     *
     * @param duration 0 or more, in whole milliseconds
     * @throws IllegalArgumentException if it is negative
     */
    public void advanceEventTime(Duration duration) {
        eventTime = eventTime.plus(forward(duration));
    }

    // outcomes

    /** {@return the predictions since the last call, in the order of the readings} */
    public List<Prediction> predictions() {
        return read(open().topics().predictions(), predictions);
    }

    /**
     * {@return the predictions of challengers in shadow mode since the last call; none if {@code shadow.publish} is
     * off}
     */
    public List<Prediction> shadowPredictions() {
        return read(open().topics().shadowPredictions(), predictions);
    }

    /** {@return the alerts raised or cleared since the last call; none if {@code alerts.labels} is empty} */
    public List<Alert> alerts() {
        return alertsAreOn() ? read(open().topics().alerts(), alerts) : List.of();
    }

    /** {@return the dead letters since the last call, in the order of the readings} */
    public List<DeadLetter> deadLetters() {
        return open().outcomes(open().topics().deadLetters()).stream()
                .map(DeadLetter::of)
                .toList();
    }

    /**
     * Returns the records written to a topic, as consumers get them, with their headers and in the form that
     * {@code predictions.format} sets. A record is returned once, by this method or by one of those above.
     *
     * @param topic that predictions, shadow predictions, alerts or dead letters are written to
     * @return the records since the last call
     * @throws IllegalArgumentException if the topic is none of these
     */
    public List<TestRecord<byte[], byte[]>> records(String topic) {
        Topics topics = open().topics();
        List<String> outputs =
                List.of(topics.predictions(), topics.shadowPredictions(), topics.alerts(), topics.deadLetters());
        if (!outputs.contains(topic)) {
            throw new IllegalArgumentException(
                    "the topic '" + topic + "' has no outcomes; the topics with outcomes are " + outputs);
        }
        return open().outcomes(topic);
    }

    // state

    /**
     * Returns the versions of a model that decide about readings of an event time, if they are scored now.
     *
     * @param modelId the model
     * @param eventTime of the readings
     * @return champion and challenger; empty while no version was activated
     */
    public Optional<VersionsInForce> inForce(String modelId, Instant eventTime) {
        return open().published()
                .timeline(new ModelId(modelId))
                .stepAt(eventTime.toEpochMilli())
                .map(VersionsInForce::of);
    }

    /**
     * Returns the alert state of a sensor for a model.
     *
     * @param modelId the model
     * @param sensorId the sensor
     * @return not raised and without hits if no state is stored, or if {@code alerts.labels} is empty
     */
    public AlertStanding alertStanding(String modelId, String sensorId) {
        return AlertStanding.of(
                alertsAreOn()
                        ? AlertStates.stored(open().alertStates(), new ModelId(modelId), sensorId)
                        : AlertState.EMPTY);
    }

    /**
     * Closes the topologies and removes their files, even after a failed test. Closing it again has no effect; other
     * methods that need the topologies then throw {@link IllegalStateException}.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            topologies.close();
        }
    }

    /** Returns the features of the model that a reading names, or of the default model. */
    NamedFeatures features(Optional<String> named) {
        String id = named.or(
                        () -> open().configuration().inference().defaultModel().map(ModelId::value))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the reading names no model, and models.default is not set, so its features are not known"));
        return Optional.of(id)
                .filter(ModelId::isValid)
                .flatMap(valid -> open().published().features(new ModelId(valid), eventTime.toEpochMilli()))
                .map(names -> new NamedFeatures(id, names))
                .orElseThrow(() -> new IllegalArgumentException("no version of model \"" + id
                        + "\" is published; models with versions are "
                        + open().published().models().keySet()));
    }

    private DrivenTopologies open() {
        if (closed) {
            throw new IllegalStateException("the driver is closed");
        }
        return topologies;
    }

    private boolean alertsAreOn() {
        return open().configuration().inference().alerts().isOn();
    }

    /** Returns the version that the last step introduced; if there is none, the governor explains what is missing. */
    private int brought(ModelId id) {
        return open().published().timeline(id).latest().map(Deployment::brings).orElse(1);
    }

    private <T extends SpecificRecord> List<T> read(String topic, RecordReader<T> reader) {
        List<T> values = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : open().outcomes(topic)) {
            try {
                values.add(reader.read(record.value()));
            } catch (UnreadableRecordException e) {
                throw new IllegalStateException("a record on " + topic + " is unreadable", e);
            }
        }
        return values;
    }

    private static Duration forward(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a clock goes forward only, got " + duration);
        }
        return duration;
    }

    private static String requestId() {
        return UUID.randomUUID().toString();
    }
}
