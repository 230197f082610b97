package io.elmstream.topology.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.labels.LabelledRow;
import io.elmstream.serving.GroupScorer;
import io.elmstream.serving.ModelsSnapshot;
import io.elmstream.serving.OnDemand;
import io.elmstream.serving.ReadyChoice;
import io.elmstream.serving.ReadyChoice.Counterpart;
import io.elmstream.serving.ReadyVersion;
import io.elmstream.serving.Rounding;
import io.elmstream.wire.ScoredReading;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts whether versions were right about readings whose labels come after them, so that these labels decide gates,
 * too. The row is scored again, by the versions that scored it, as the stream scores it; without what rules made of it.
 */
final class LateLabels {

    private static final Logger LOG = LoggerFactory.getLogger(LateLabels.class);

    private final GroupScorer scorer;
    private final MicroBatch<ReadyVersion, ReadyVersion> batch = new MicroBatch<>();
    private final ScoredReading scored = new ScoredReading("", prediction -> new byte[0]);

    /** @param rounding of the stream */
    LateLabels(ForwardPass pass, Rounding rounding) {
        this.scorer = GroupScorer.withoutCache(pass, rounding);
    }

    /** Counts the label of a row that was scored without it. */
    void count(LabelledRow row, ModelsSnapshot models) {
        byte[] sensor = row.sensor().getBytes(UTF_8);
        Optional<ReadyChoice> choice =
                models.named(row.modelId()).flatMap(model -> model.choiceAt(row.eventTime(), sensor, OnDemand.NONE));
        if (choice.isEmpty()) {
            return;
        }
        ReadyVersion version = choice.get().version();
        byte[] label = row.label().getBytes(UTF_8);
        OptionalInt counted = predicted(version, row, sensor);
        counted.ifPresent(
                top -> version.counts().labelledLater(top, version.served().indexOf(label, 0, label.length)));
        if (counted.isPresent() && choice.get().beside().isPresent()) {
            Counterpart other = choice.get().beside().get();
            predicted(other.version(), row, sensor)
                    .ifPresent(top -> other.labelledLater(
                            label(version, counted.getAsInt()), label(other.version(), top), row.label()));
        }
    }

    private static String label(ReadyVersion version, int top) {
        return version.served().labels().get(top);
    }

    /** Returns the class that a version predicts; empty if it cannot score the row. */
    private OptionalInt predicted(ReadyVersion version, LabelledRow row, byte[] sensor) {
        int width = version.packed().inputs();
        if (row.row().length != width || version.packed().firstUnusable(row.row(), 0) >= 0) {
            return OptionalInt.empty();
        }
        Rows<ReadyVersion> rows = batch.rowsFor(version, width);
        System.arraycopy(row.row(), 0, rows.values(), rows.next(), width);
        batch.add(rows, version);
        try {
            batch.drain(
                    scorer::score,
                    (same, group, at) -> {
                        int classes = version.packed().classes();
                        scored.scored(
                                sensor,
                                row.eventTime(),
                                version.served(),
                                group.scores(classes),
                                at * classes,
                                group.verified()[at]);
                    },
                    (same, group, at) -> {});
        } catch (RuntimeException e) {
            batch.clear();
            LOG.error("version {} could not score", version.served().key(), e);
            return OptionalInt.empty();
        }
        batch.forgetModels();
        return scored.failed() ? OptionalInt.empty() : OptionalInt.of(scored.top());
    }
}
