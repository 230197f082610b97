package io.elmstream.readings.sparkplug;

import io.elmstream.readings.sparkplug.SequenceNumbers.Gaps;
import io.elmstream.readings.sparkplug.SparkplugTopic.Type;
import io.elmstream.wire.UnreadableRecordException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Completes the data of edge nodes and devices, which report by exception and by alias, with what births and earlier
 * data said: names, data types, and the values that did not change. Takes the messages of a node in their order. Not
 * thread-safe.
 */
public final class Completion {

    private static final String BD_SEQ = "bdSeq";

    /** What a message is. */
    public sealed interface Outcome {}

    /**
     * Data with readings, or what cannot be read, and becomes a dead letter.
     *
     * @param value the payload to read, with all that a decoder needs; null if the message has none
     */
    public record Data(byte @Nullable [] value) implements Outcome {}

    /** No reading: its content, if it has any, is remembered. */
    public record NoReading(Kind kind) implements Outcome {}

    /** Why a message is no reading. */
    public enum Kind {
        /** It says which metrics there are. */
        BIRTH,
        /** It says that a node or a device is offline. */
        DEATH,
        /** It is for a node, or from a host application. */
        COMMAND,
        /** No metric changed that is a feature. */
        UNCHANGED
    }

    private final NodeStates states;
    private final SequenceNumbers numbers;

    /**
     * Creates a completion.
     *
     * @param states what was remembered so far
     * @param gaps is told of messages that are missing
     */
    public Completion(NodeStates states, Gaps gaps) {
        this.states = states;
        this.numbers = new SequenceNumbers(gaps);
    }

    /**
     * Takes a message.
     *
     * @param features the metrics that make data a reading; if there are none, all do
     */
    public Outcome take(SparkplugTopic topic, byte @Nullable [] value, Set<String> features) {
        if (topic.type().isData()) {
            return value == null ? new Data(null) : data(topic, value, features);
        }
        if (topic.type().isBirth()) {
            return birth(topic, value == null ? new byte[0] : value);
        }
        if (topic.type().isDeath()) {
            death(topic, value);
            return new NoReading(Kind.DEATH);
        }
        return new NoReading(Kind.COMMAND);
    }

    private Outcome birth(SparkplugTopic topic, byte[] value) {
        if (topic.type() == Type.NBIRTH) {
            states.forgetDevices(topic.node());
        }
        try {
            Payload birth = Payload.parse(value);
            numbers.take(topic, birth);
            byte[] state = HeldMetrics.ofBirth(birth).encode();
            if (state.length <= NodeStates.MOST_BYTES) {
                states.put(topic.sender(), state);
                return new NoReading(Kind.BIRTH);
            }
        } catch (UnreadableRecordException e) {
            // the decoder says why
        }
        // what was known before does not fit the data that follow
        states.forget(topic.sender());
        return new Data(value);
    }

    /** The death of a node that comes after its next birth, because its connection timed out late, means nothing. */
    private void death(SparkplugTopic topic, byte @Nullable [] value) {
        Optional<Payload> death = payload(value);
        if (topic.type() == Type.DDEATH) {
            death.ifPresent(message -> numbers.take(topic, message));
            states.forget(topic.sender());
            return;
        }
        Optional<Metric> died = death.stream()
                .flatMap(message -> message.metrics().stream())
                .filter(metric -> metric.name().equals(BD_SEQ))
                .findFirst();
        Optional<Metric> born = held(topic, states.get(topic.node())).named(BD_SEQ);
        if (died.isEmpty()
                || born.isEmpty()
                || died.get().value().equals(born.get().value())) {
            states.forget(topic.node());
            states.forgetDevices(topic.node());
        }
    }

    private static Optional<Payload> payload(byte @Nullable [] value) {
        try {
            return value == null ? Optional.empty() : Optional.of(Payload.parse(value));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    private Outcome data(SparkplugTopic topic, byte[] value, Set<String> features) {
        Payload payload;
        try {
            payload = Payload.parse(value);
        } catch (UnreadableRecordException e) {
            return new Data(value);
        }
        boolean isReplayed = payload.held().isPresent();
        if (isReplayed && payload.isComplete()) {
            return new Data(value);
        }
        if (!isReplayed) {
            numbers.take(topic, payload);
        }
        byte[] before = states.get(topic.sender());
        HeldMetrics held = held(topic, before);
        List<Metric> metrics = payload.metrics().stream()
                .map(metric -> held.of(metric).map(metric::completedBy).orElse(metric))
                .toList();
        boolean areNamed = metrics.stream().allMatch(Metric::isNamed);
        if (areNamed && !isReplayed) {
            hold(topic, held, payload.inOrder(metrics));
        }
        boolean isReading = features.isEmpty()
                || !areNamed
                || metrics.stream().anyMatch(metric -> features.contains(metric.name()));
        return isReading
                ? new Data(PayloadWriter.completed(value, payload, metrics, HeldMetrics.payload(before)))
                : new NoReading(Kind.UNCHANGED);
    }

    /** Takes the values of data; if they are too many together, all are forgotten, for some would be out of date. */
    private void hold(SparkplugTopic topic, HeldMetrics held, List<Metric> metrics) {
        metrics.forEach(held::take);
        byte[] state = held.encode();
        // more metrics than a payload may have could not be read again
        if (state.length <= NodeStates.MOST_BYTES && held.size() <= Payload.MOST_METRICS) {
            states.put(topic.sender(), state);
        } else {
            states.forget(topic.sender());
        }
    }

    private static HeldMetrics held(SparkplugTopic topic, byte @Nullable [] state) {
        try {
            return HeldMetrics.decode(state);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(
                    "what is remembered of " + topic.sender() + " cannot be read; was it written by a newer release?",
                    e);
        }
    }
}
