package io.elmstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.elmstream.rules.BoundRules;
import io.elmstream.rules.Rule;
import io.elmstream.rules.Trigger;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The part of a prediction that is the same for all predictions that a rule set judged, encoded once: its version, and
 * the names and labels of its rules.
 */
public final class ServedRules {

    /** Judges nothing. */
    public static final ServedRules NONE = new ServedRules(0, Optional.empty());

    private static final byte[] NO_LABEL = new byte[0];

    private final int version;
    private final Optional<BoundRules> bound;
    private final byte[][] names;
    private final byte[][] labels;
    /** The same for JSON. */
    private final SerializableString[] nameTexts;

    private final SerializableString[] labelTexts;
    private final boolean silent;

    private ServedRules(int version, Optional<BoundRules> bound) {
        this.version = version;
        this.bound = bound;
        int count = bound.map(BoundRules::count).orElse(0);
        silent = IntStream.range(0, count)
                .anyMatch(i -> rule(i).alert()
                        .filter(alert -> alert.trigger() instanceof Trigger.Silent)
                        .isPresent());
        names = IntStream.range(0, count)
                .mapToObj(i -> rule(i).name().getBytes(UTF_8))
                .toArray(byte[][]::new);
        labels = IntStream.range(0, count)
                .mapToObj(
                        i -> rule(i).label().map(label -> label.getBytes(UTF_8)).orElse(NO_LABEL))
                .toArray(byte[][]::new);
        nameTexts = texts(names);
        labelTexts = texts(labels);
    }

    /**
     * Encodes a rule set.
     *
     * @param version of the rule set, 1 or more
     * @param bound its rules, for the version of the model that made the predictions
     */
    public static ServedRules of(int version, BoundRules bound) {
        return new ServedRules(version, Optional.of(bound));
    }

    private static SerializableString[] texts(byte[][] encoded) {
        return Stream.of(encoded)
                .map(text -> new SerializedString(new String(text, UTF_8)))
                .toArray(SerializableString[]::new);
    }

    /** Returns the version of the rule set, 0 for {@link #NONE}. */
    public int version() {
        return version;
    }

    /** Returns the rules; empty for {@link #NONE}. */
    public Optional<BoundRules> bound() {
        return bound;
    }

    /** Returns a rule by its index. */
    public Rule rule(int index) {
        return bound.orElseThrow().rule(index);
    }

    /** Returns whether a rule waits for sensors that send nothing. */
    public boolean watchesSilence() {
        return silent;
    }

    /**
     * Returns the effect of the rules on a prediction in words: its label, whether it abstains, and the rules with an
     * alert whose condition holds.
     *
     * @param fired the rules whose condition holds, by bit
     */
    public String effect(long fired, String modelLabel) {
        long alerting = bound.map(rules -> rules.alerts() & fired).orElse(0L);
        String label = label(fired).orElse(modelLabel) + (abstains(fired) ? ", abstained" : "");
        return alerting == 0 || suppresses(fired)
                ? label
                : LongStream.iterate(alerting, left -> left != 0, left -> left & (left - 1))
                        .mapToObj(left -> rule(Long.numberOfTrailingZeros(left)).name())
                        .collect(Collectors.joining(", ", label + ", alert ", ""));
    }

    /** Returns the label that the rules set in the place of the model's. */
    Optional<String> label(long fired) {
        int rule = labelRule(fired);
        return rule < 0 ? Optional.empty() : rule(rule).label();
    }

    boolean suppresses(long fired) {
        return fired != 0 && bound.isPresent() && bound.get().suppresses(fired);
    }

    boolean abstains(long fired) {
        return fired != 0 && bound.isPresent() && bound.get().abstains(fired);
    }

    byte[] encodedLabel(long fired, byte[] modelLabel) {
        int rule = labelRule(fired);
        return rule < 0 ? modelLabel : labels[rule];
    }

    SerializableString labelText(long fired, SerializableString modelLabel) {
        int rule = labelRule(fired);
        return rule < 0 ? modelLabel : labelTexts[rule];
    }

    /** Returns the names of rules for JSON. */
    SerializableString[] firedTexts(long fired) {
        SerializableString[] texts = new SerializableString[Long.bitCount(fired)];
        long left = fired;
        for (int i = 0; i < texts.length; i++, left &= left - 1) {
            texts[i] = nameTexts[Long.numberOfTrailingZeros(left)];
        }
        return texts;
    }

    byte[] encodedName(int rule) {
        return names[rule];
    }

    private int labelRule(long fired) {
        return fired == 0 || bound.isEmpty() ? -1 : bound.get().labelRule(fired);
    }
}
