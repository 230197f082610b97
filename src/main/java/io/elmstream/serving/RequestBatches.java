package io.elmstream.serving;

import io.elmstream.batch.MicroBatch;
import io.elmstream.batch.Rows;
import io.elmstream.kernel.Probabilities;
import io.elmstream.wire.ServedVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores requests in micro-batches, without a timer: what queues up until the caller drains it is scored together. A
 * lone request so waits for nothing, and batches grow with the load. Belongs to one thread.
 */
public final class RequestBatches {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBatches.class);

    private final GroupScorer scorer;
    private final int maxRows;
    private final IntConsumer scored;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final MicroBatch<ReadyVersion, RequestRow> batch = new MicroBatch<>();

    private record Waiting(ScoreRequest request, Runnable scored) {}

    private record RequestRow(ScoreRequest request, int row, Optional<ComparedRow> comparison) {}

    /**
     * Creates an empty queue.
     *
     * @param maxRows a micro-batch takes further requests while it has fewer rows; a request is never split
     * @param scored takes the number of rows of each micro-batch; those for comparison do not count
     */
    public RequestBatches(GroupScorer scorer, int maxRows, IntConsumer scored) {
        this.scorer = scorer;
        this.maxRows = maxRows;
        this.scored = scored;
    }

    /**
     * Adds a request.
     *
     * @param scored is called when the request has its scores
     */
    public void add(ScoreRequest request, Runnable scored) {
        queue.add(new Waiting(request, scored));
    }

    /** Scores all requests that wait. */
    public void drain() {
        while (!queue.isEmpty()) {
            List<Waiting> taken = new ArrayList<>();
            int rows = 0;
            while (rows < maxRows && !queue.isEmpty()) {
                Waiting next = queue.remove();
                rows += next.request.count();
                taken.add(next);
            }
            score(taken);
            scored.accept(rows);
            taken.forEach(each -> each.scored.run());
        }
    }

    private void score(List<Waiting> taken) {
        try {
            taken.forEach(each -> add(each.request));
            batch.drain(scorer::score, this::leave, this::compare);
            batch.forgetModels();
        } catch (RuntimeException | OutOfMemoryError e) {
            // whatever a version does to the kernel, its requests are answered as failed
            LOG.error("{} requests could not be scored", taken.size(), e);
            batch.clear();
        }
    }

    private void add(ScoreRequest request) {
        ReadyVersion version = request.version();
        int width = version.packed().inputs();
        Rows<ReadyVersion> group = batch.rowsFor(version, width);
        for (int row = 0; row < request.count(); row++) {
            int start = group.next();
            System.arraycopy(request.rows(), row * width, group.values(), start, width);
            Optional<ComparedRow> comparison = request.choice().beside().isEmpty()
                    ? Optional.empty()
                    : ComparedRow.add(
                            request.choice().beside().get(),
                            Optional.empty(),
                            request.rows(),
                            row * width,
                            width,
                            batch);
            batch.add(group, new RequestRow(request, row, comparison));
        }
    }

    private void leave(RequestRow reading, Rows<ReadyVersion> group, int row) {
        int classes = group.model().packed().classes();
        boolean verified = group.verified()[row];
        ScoreRequest request = reading.request();
        if (request.scored(reading.row(), group.scores(classes), row * classes, verified)) {
            group.model().counts().predicted(request.top(reading.row()), ServedVersion.UNLABELLED, verified);
        }
    }

    private void compare(RequestRow reading, Rows<ReadyVersion> group, int row) {
        reading.comparison()
                .ifPresent(other ->
                        other.beside().compare(label(group, row), label(other.rows(), other.row()), Optional.empty()));
    }

    private static Optional<String> label(Rows<ReadyVersion> group, int row) {
        int classes = group.model().packed().classes();
        float[] scores = group.scores(classes);
        int at = row * classes;
        return Probabilities.areSound(scores, at, classes)
                ? Optional.of(group.model().served().labels().get(Probabilities.predicted(scores, at, classes)))
                : Optional.empty();
    }
}
