package io.elmstream.wire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Caches what a registry knows of ids; requests run off the stream threads, and memory is bounded. Each schema is
 * requested once. That an id is unknown is cached for seconds only, since it may be assigned at any time; and however
 * many ids are invented by producers, the number of requests per second is limited on average. Unused requests
 * accumulate while the registry answers, so that a few thousand new ids at once are resolved as quickly as the registry
 * allows. Thread-safe: one per instance.
 */
public final class AskedSchemas implements SchemaRegistry {

    /** The largest number of concurrent requests; the executor should have as many threads. */
    public static final int AT_ONCE = 8;

    /** The average interval between two requests: 200 per second. */
    private static final long BETWEEN = Duration.ofMillis(5).toNanos();

    /** The longest idle time for which requests accumulate: 4,000 of them. */
    private static final long SAVED = Duration.ofSeconds(20).toNanos();

    /** How long an unknown id is cached before a record is let through, */
    private static final long FRESH = Duration.ofSeconds(5).toNanos();

    /** and how long after that. */
    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    private static final long FIRST_WAIT = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_WAIT = Duration.ofSeconds(5).toNanos();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The largest number of ids with an open request; more are rejected. */
    private static final int MOST_OPEN = 1_000;

    private static final int MOST_NAMED = 3;

    /** A request that is open for longer is reported. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final int MOST_BYTES = 64 << 20;
    /** A rough estimate of the memory of a schema for each character of its text, including its id. */
    private static final int BYTES_PER_CHARACTER = 10;

    private static final int BYTES_PER_ID = 100;

    private record Verdict(Lookup lookup, long since) {}

    private static final class Question {
        private final long since;
        private final CompletableFuture<Lookup> answer = new CompletableFuture<>();
        private long wait = FIRST_WAIT;
        private volatile @Nullable RuntimeException trouble;

        Question(long since) {
            this.since = since;
        }
    }

    private final SchemaRegistry registry;
    private final ScheduledExecutorService asking;
    private final LongSupplier nanoTime;
    private final Cache<SchemaId, Verdict> known = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((SchemaId id, Verdict verdict) -> bytes(verdict.lookup()))
            .executor(Runnable::run)
            .build();
    private final Map<SchemaId, Question> open = new ConcurrentHashMap<>();
    /** When the latest request was due at an even pace; the time since then is the accumulated allowance. */
    private final AtomicLong lastDue;

    /**
     * Creates an empty cache.
     *
     * @param registry is called once per request
     * @param asking runs the requests, on {@value #AT_ONCE} threads
     * @param nanoTime as {@link System#nanoTime()}
     */
    public AskedSchemas(SchemaRegistry registry, ScheduledExecutorService asking, LongSupplier nanoTime) {
        this.registry = registry;
        this.asking = asking;
        this.nanoTime = nanoTime;
        this.lastDue = new AtomicLong(nanoTime.getAsLong() - SAVED);
    }

    /** Returns what is known of an id, without waiting; if nothing is, starts a request for a later call. */
    Optional<Lookup> peek(SchemaId id) {
        Optional<Lookup> lookup = within(id, FRESH);
        if (lookup.isEmpty() && open.size() < MOST_OPEN) {
            ask(id, FRESH);
        }
        return lookup;
    }

    /** Returns what is known of an id; if nothing is, waits for the registry, for at most a minute. */
    @Override
    public Lookup find(SchemaId id) {
        Optional<Lookup> lookup = within(id, KEPT);
        if (lookup.isPresent()) {
            return lookup.get();
        }
        Question question = ask(id, KEPT);
        if (question == null) {
            return find(id);
        }
        String outage = "the schema registry did not answer: schema with " + id;
        try {
            return question.answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new RegistryUnreachableException(outage + "; gave up after " + PATIENCE, trouble(question, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnreachableException(outage + "; interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request always completes with an answer", e);
        }
    }

    private static Exception trouble(Question question, Exception otherwise) {
        RuntimeException trouble = question.trouble;
        return trouble == null ? otherwise : trouble;
    }

    @Override
    public int register(String topic, Schema schema) {
        return registry.register(topic, schema);
    }

    @Override
    public void offer(String topic, List<Schema> schemas) {
        registry.offer(topic, schemas);
    }

    /**
     * Returns what readings wait for, in words; empty while every request is answered within ten seconds.
     *
     * @param told returns the meaning of a failure, in words
     */
    public List<String> waits(Function<Throwable, String> told) {
        long now = nanoTime.getAsLong();
        List<Map.Entry<SchemaId, Question>> late = open.entrySet().stream()
                .filter(entry -> seconds(now, entry.getValue()) >= LATE.toSeconds())
                .sorted(Comparator.comparingLong(entry -> entry.getValue().since - now))
                .toList();
        return late.stream()
                .limit(MOST_NAMED)
                .map(entry -> words(entry.getKey(), entry.getValue(), now, late.size(), told))
                .toList();
    }

    private static String words(SchemaId id, Question question, long now, int late, Function<Throwable, String> told) {
        RuntimeException trouble = question.trouble;
        return "the registry to say what has " + id + ", for " + seconds(now, question) + " s"
                + (late > MOST_NAMED ? ", one of " + late : "")
                + (trouble == null ? "" : ": " + told.apply(trouble));
    }

    private static long seconds(long now, Question question) {
        return Duration.ofNanos(now - question.since).toSeconds();
    }

    private Optional<Lookup> within(SchemaId id, long unknownFor) {
        Verdict verdict = known.getIfPresent(id);
        if (verdict == null) {
            return Optional.empty();
        }
        boolean holds = !(verdict.lookup() instanceof Unknown) || nanoTime.getAsLong() - verdict.since() < unknownFor;
        return holds ? Optional.of(verdict.lookup()) : Optional.empty();
    }

    /** Returns the open request for the id, a new one if there is none; null if the answer arrived meanwhile. */
    private @Nullable Question ask(SchemaId id, long unknownFor) {
        return open.computeIfAbsent(id, first -> {
            if (within(id, unknownFor).isPresent()) {
                return null;
            }
            Question question = new Question(nanoTime.getAsLong());
            later(id, question, 0, SAVED);
            return question;
        });
    }

    private void later(SchemaId id, Question question, long wait, long saved) {
        long now = nanoTime.getAsLong();
        long earliest = now + wait;
        long due = lastDue.updateAndGet(last -> later(last + BETWEEN, earliest - saved));
        asking.schedule(() -> put(id, question), later(due, earliest) - now, TimeUnit.NANOSECONDS);
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private void put(SchemaId id, Question question) {
        try {
            Lookup lookup = registry.find(id);
            known.put(id, new Verdict(lookup, nanoTime.getAsLong()));
            open.remove(id);
            question.answer.complete(lookup);
        } catch (RuntimeException e) {
            question.trouble = e;
            // spare a registry in trouble: this uses up the accumulated allowance
            later(id, question, question.wait, 0);
            question.wait = Math.min(2 * question.wait, LONGEST_WAIT);
        }
    }

    private static int bytes(Lookup lookup) {
        int characters = 0;
        if (lookup instanceof Found found) {
            characters = found.schema().toString().length();
        } else if (lookup instanceof FoundProtobuf found) {
            characters = characters(found.file());
        }
        // what the cache could not hold would be asked for at every poll, and its partition would never go on
        return (int) Math.min(MOST_BYTES / 8, BYTES_PER_ID + (long) BYTES_PER_CHARACTER * characters);
    }

    /** Returns about as many as the text of a file and its imports has, each once. */
    private static int characters(FileDescriptor file) {
        Set<FileDescriptor> all = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(file, all);
        return all.stream()
                .mapToInt(each -> 2 * each.toProto().getSerializedSize())
                .sum();
    }

    private static void collect(FileDescriptor file, Set<FileDescriptor> all) {
        if (all.add(file)) {
            file.getDependencies().forEach(each -> collect(each, all));
        }
    }
}
