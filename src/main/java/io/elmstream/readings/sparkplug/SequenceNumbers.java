package io.elmstream.readings.sparkplug;

import io.elmstream.readings.sparkplug.SparkplugTopic.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of the messages of edge nodes, which count from 0 to 255 and begin again: a gap says that messages were
 * lost, or are on another partition. Not thread-safe.
 */
public final class SequenceNumbers {

    /** The most edge nodes whose numbers are followed. */
    private static final int MOST_NODES = 10_000;

    private static final int NUMBERS = 256;

    private final Map<String, Integer> last = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_NODES;
        }
    };

    /** Is told of gaps. */
    @FunctionalInterface
    public interface Gaps {

        /** Ignores them. */
        Gaps IGNORED = (topic, missing) -> {};

        /** Says that this many messages of a node are missing before a message. */
        void missing(SparkplugTopic topic, int missing);
    }

    private final Gaps gaps;

    SequenceNumbers(Gaps gaps) {
        this.gaps = gaps;
    }

    /** Takes a message. The first of a node, and one that repeats the number of the one before, are no gap. */
    void take(SparkplugTopic topic, Payload message) {
        if (message.seq().isEmpty()) {
            return;
        }
        int number = message.seq().getAsInt();
        Integer before = last.put(topic.node(), number);
        if (before == null || topic.type() == Type.NBIRTH || before == number) {
            return;
        }
        int missing = Math.floorMod(number - before - 1, NUMBERS);
        if (missing > 0) {
            gaps.missing(topic, missing);
        }
    }
}
