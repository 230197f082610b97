package io.elmstream.serving;

import io.elmstream.batch.Rows;
import io.elmstream.kernel.ForwardPass;
import io.elmstream.kernel.PackedClassifier;
import io.elmstream.kernel.Workspace;
import io.elmstream.model.VersionKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores the rows of one version: rounds them, answers those that came before from the cache, and scores the others
 * together. Without rounding, the scores are the same to the bit as without the cache. With rounding, they are those of
 * the rounded row, whether or not the cache is used, so they do not depend on measured times. Belongs to one thread.
 */
public final class GroupScorer {

    private static final Logger LOG = LoggerFactory.getLogger(GroupScorer.class);

    /** The trials that are kept; more versions than this serve only if late readings are spread over all of them. */
    private static final int MAX_VERSIONS = 1_000;

    private final ForwardPass forwardPass;
    private final CacheSettings settings;
    private final LongSupplier nanoTime;
    private final Consumer<CacheUse> used;
    private final Workspace workspace = new Workspace();
    private final Map<VersionKey, Known> versions = new HashMap<>();
    private Optional<RowCache> cache = Optional.empty();
    private int lastNumber;

    private int[] missing = new int[0];
    private int[] hashes = new int[0];
    private float[] missingRows = new float[0];
    private float[] answers = new float[0];
    private boolean[] answersVerified = new boolean[0];

    /** @param number in the cache, of which floats represent the first 16 million */
    private record Known(int number, Rounding.Steps steps, CacheTrial trial) {}

    /**
     * Creates a scorer with an empty cache.
     *
     * @param nanoTime measures what the cache costs and saves
     * @param used is told what the cache did, group by group
     */
    public GroupScorer(
            ForwardPass forwardPass, CacheSettings settings, LongSupplier nanoTime, Consumer<CacheUse> used) {
        this.forwardPass = forwardPass;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.used = used;
    }

    /** Creates a scorer that rounds, and has no cache. */
    public static GroupScorer withoutCache(ForwardPass forwardPass, Rounding rounding) {
        return new GroupScorer(forwardPass, new CacheSettings(0, rounding), () -> 0, use -> {});
    }

    /** Scores a group. Its rows are rounded in place. */
    public void score(Rows<ReadyVersion> group) {
        if (settings.equals(CacheSettings.OFF)) {
            scoreAll(group);
            return;
        }
        Known version = known(group.model());
        version.steps.round(group.values(), group.count());
        if (settings.maxBytes() == 0 || version.trial.isLost()) {
            scoreAll(group);
        } else if (version.trial.isControl()) {
            long start = nanoTime.getAsLong();
            scoreAll(group);
            version.trial.control(group.count(), nanoTime.getAsLong() - start);
        } else {
            scoreMissing(group, version);
        }
    }

    private void scoreAll(Rows<ReadyVersion> group) {
        PackedClassifier model = group.model().packed();
        float[] scores = group.scores(model.classes());
        model.score(forwardPass, group.values(), group.count(), workspace, scores, group.verified());
    }

    private void scoreMissing(Rows<ReadyVersion> group, Known version) {
        PackedClassifier model = group.model().packed();
        makeRoom(group.count(), model);
        RowCache rows = rowCache();
        long start = nanoTime.getAsLong();
        int count = lookUp(rows, group, version.number);
        long lookedUp = nanoTime.getAsLong();
        model.score(forwardPass, missingRows, count, workspace, answers, answersVerified);
        long scored = nanoTime.getAsLong();
        keep(rows, group, version.number, count);
        long spent = lookedUp - start + nanoTime.getAsLong() - scored;
        used.accept(version.trial.cached(group.count(), group.count() - count, spent, scored - lookedUp));
        if (version.trial.isLost()) {
            LOG.info(
                    "cache off for {} in this thread, because it costs more than it saves: {}",
                    group.model().served().key(),
                    version.trial.figures());
            if (versions.values().stream().allMatch(each -> each.trial.isLost())) {
                cache = Optional.empty();
            }
        }
    }

    /** Answers the rows that are found, gathers the others, and returns their number. */
    private int lookUp(RowCache rows, Rows<ReadyVersion> group, int version) {
        int width = group.width();
        int classes = group.model().packed().classes();
        float[] values = group.values();
        float[] scores = group.scores(classes);
        boolean[] verified = group.verified();
        int count = 0;
        for (int row = 0; row < group.count(); row++) {
            int hash = RowCache.hash(version, values, row * width, width);
            int entry = rows.find(hash, version, values, row * width, width);
            if (entry == RowCache.NONE) {
                System.arraycopy(values, row * width, missingRows, count * width, width);
                hashes[count] = hash;
                missing[count++] = row;
            } else {
                verified[row] = rows.read(entry, width, scores, row * classes, classes);
            }
        }
        return count;
    }

    private void keep(RowCache rows, Rows<ReadyVersion> group, int version, int count) {
        int width = group.width();
        int classes = group.model().packed().classes();
        float[] scores = group.scores(classes);
        boolean[] verified = group.verified();
        for (int i = 0; i < count; i++) {
            System.arraycopy(answers, i * classes, scores, missing[i] * classes, classes);
            verified[missing[i]] = answersVerified[i];
            rows.put(
                    hashes[i],
                    version,
                    missingRows,
                    i * width,
                    width,
                    answers,
                    i * classes,
                    classes,
                    answersVerified[i]);
        }
    }

    private void makeRoom(int count, PackedClassifier model) {
        if (missing.length < count) {
            missing = new int[count];
            hashes = new int[count];
            answersVerified = new boolean[count];
        }
        if (missingRows.length < count * model.inputs()) {
            missingRows = new float[count * model.inputs()];
        }
        if (answers.length < count * model.classes()) {
            answers = new float[count * model.classes()];
        }
    }

    private Known known(ReadyVersion version) {
        VersionKey key = version.served().key();
        Known known = versions.get(key);
        if (known == null) {
            if (versions.size() == MAX_VERSIONS) {
                versions.clear();
            }
            int capacity = settings.maxBytes() == 0
                    ? 0
                    : rowCache()
                            .rows(version.packed().inputs(), version.packed().classes());
            known = new Known(++lastNumber, settings.rounding().of(version), new CacheTrial(capacity));
            versions.put(key, known);
        }
        return known;
    }

    /** Its memory is taken with the first group, and again if all versions lost their trial and another one came. */
    private RowCache rowCache() {
        if (cache.isEmpty()) {
            cache = Optional.of(new RowCache(settings.maxBytes()));
        }
        return cache.get();
    }
}
