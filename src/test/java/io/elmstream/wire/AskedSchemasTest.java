package io.elmstream.wire;

import static io.elmstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.wire.SchemaRegistry.Found;
import io.elmstream.wire.SchemaRegistry.Lookup;
import io.elmstream.wire.SchemaRegistry.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskedSchemasTest {

    private static final Schema SCHEMA = Schema.createRecord("SensorReading", null, null, false, List.of());
    private static final int KNOWN = 7;

    private final AtomicInteger asked = new AtomicInteger();
    private final Map<Integer, Schema> registered = new ConcurrentHashMap<>(Map.of(KNOWN, SCHEMA));
    private final AtomicBoolean away = new AtomicBoolean();
    private final ScheduledExecutorService asking = Executors.newScheduledThreadPool(AskedSchemas.AT_ONCE);
    private final List<ScheduledExecutorService> executors = new ArrayList<>(List.of(asking));
    /** Stands still but for what a test adds. */
    private final AtomicLong added = new AtomicLong();

    private final AskedSchemas schemas = new AskedSchemas(registry(), asking, added::get);
    private final SchemaGate gate = new SchemaGate(schemas);

    @AfterEach
    void stop() {
        executors.forEach(ScheduledExecutorService::shutdownNow);
    }

    @Test
    void shouldAskOnceForASchema() {
        // When
        await().until(() -> schemas.peek(SchemaId.content(KNOWN)).isPresent());
        later(Duration.ofDays(1));

        // Then
        assertThat(schemas.peek(SchemaId.content(KNOWN))).contains(new Found(SCHEMA));
        assertThat(schemas.find(KNOWN)).isEqualTo(new Found(SCHEMA));
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldAskAgainForAnUnknownIdAfterSeconds() {
        // Given
        await().until(() -> schemas.peek(SchemaId.content(8)).isPresent());
        assertThat(schemas.peek(SchemaId.content(8))).contains(new Unknown());
        assertThat(asked).hasValue(1);
        registered.put(8, SCHEMA);

        // When
        later(Duration.ofSeconds(6));

        // Then: what was let through before is judged by what was known then
        assertThat(schemas.find(8)).isEqualTo(new Unknown());
        await().untilAsserted(
                        () -> assertThat(schemas.peek(SchemaId.content(8))).contains(new Found(SCHEMA)));
        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldLetTheFirstReadingOfASchemaWaitAndTheNextOnesPass() {
        // Given
        SchemaId id = SchemaId.content(KNOWN);

        // When / Then
        assertThat(gate.isOpenFor(id)).isFalse();
        await().until(() -> gate.isOpenFor(id));
        assertThat(gate.isOpenFor(SchemaId.content(0))).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void shouldTakeAGlobalIdForAnotherSchemaThanAContentId() {
        // When
        await().until(() -> schemas.peek(SchemaId.content(KNOWN)).isPresent());
        await().until(() -> schemas.peek(SchemaId.global(KNOWN)).isPresent());

        // Then
        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldAskOnWhileTheRegistryIsAwayAndSayWhatIsWaitedFor() {
        // Given
        away.set(true);
        schemas.peek(SchemaId.content(KNOWN));
        await().until(() -> asked.get() > 1);
        assertThat(schemas.peek(SchemaId.content(KNOWN))).isEmpty();
        assertThat(schemas.waits(Throwable::getMessage)).isEmpty();

        // When
        later(Duration.ofSeconds(12));

        // Then
        assertThat(schemas.waits(Throwable::getMessage))
                .containsExactly("the registry to say what has content id 7, for 12 s: away");

        // When
        away.set(false);

        // Then
        assertThat(schemas.find(KNOWN)).isEqualTo(new Found(SCHEMA));
        assertThat(schemas.waits(Throwable::getMessage)).isEmpty();
    }

    @Test
    void shouldTakeInNoMoreIdsThanItCanAsk() {
        // Given
        away.set(true);

        // When
        for (int id = 100; id < 5_100; id++) {
            schemas.peek(SchemaId.content(id));
        }
        later(Duration.ofSeconds(20));

        // Then
        assertThat(schemas.waits(Throwable::getMessage))
                .hasSize(3)
                .first()
                .asString()
                .contains("one of 1000");
    }

    @Test
    void shouldPutWhatIsSavedUpAtOnceAndThenKeepThePace() {
        // Given
        List<Duration> delays = new CopyOnWriteArrayList<>();
        AskedSchemas rested = new AskedSchemas(registry(), atOnce(delays), added::get);

        // When
        for (int id = 100; id < 4_200; id++) {
            rested.find(id);
        }

        // Then
        assertThat(delays).hasSize(4_100);
        assertThat(delays.subList(0, 4_000)).containsOnly(Duration.ZERO);
        assertThat(delays.subList(4_001, 4_100)).isSorted().last().isEqualTo(Duration.ofMillis(5 * 100));
    }

    @Test
    void shouldSaveNothingUpWhileTheRegistryIsAway() {
        // Given
        List<Duration> delays = new CopyOnWriteArrayList<>();
        AskedSchemas spared = new AskedSchemas(registry(), atOnce(delays), added::get);
        away.set(true);
        spared.peek(SchemaId.content(KNOWN));
        await().until(() -> delays.size() > 1);
        away.set(false);
        spared.find(KNOWN);

        // When
        delays.clear();
        spared.find(100);
        spared.find(101);

        // Then: after the question that was put again
        assertThat(delays).allMatch(delay -> delay.toMillis() >= 100);
    }

    @Test
    void shouldStayInterrupted() throws InterruptedException {
        // Given
        away.set(true);
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();

        // When
        Thread waiting = new Thread(() -> {
            assertThatThrownBy(() -> schemas.find(KNOWN)).isInstanceOf(RegistryUnreachableException.class);
            interrupted.set(Thread.currentThread().isInterrupted());
            done.countDown();
        });
        waiting.start();
        waiting.interrupt();

        // Then
        done.await();
        assertThat(interrupted).isTrue();
    }

    /** Notes when questions should be put, and puts them at once. */
    private ScheduledExecutorService atOnce(List<Duration> delays) {
        executors.add(new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable question, long delay, TimeUnit unit) {
                delays.add(Duration.of(delay, unit.toChronoUnit()));
                return super.schedule(question, 0, unit);
            }
        });
        return executors.get(executors.size() - 1);
    }

    private void later(Duration time) {
        added.addAndGet(time.toNanos());
    }

    private SchemaRegistry registry() {
        return new SchemaRegistry() {
            @Override
            public Lookup find(SchemaId id) {
                asked.incrementAndGet();
                if (away.get()) {
                    throw new RegistryUnreachableException("away", new IllegalStateException());
                }
                Schema schema = registered.get((int) id.value());
                return schema == null ? new Unknown() : new Found(schema);
            }

            @Override
            public int register(String topic, Schema schema) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void offer(String topic, List<Schema> schemas) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
