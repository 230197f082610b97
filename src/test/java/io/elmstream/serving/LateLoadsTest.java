package io.elmstream.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LateLoadsTest {

    private static final VersionKey VERSION = new VersionKey(new ModelId("shuttle"), 1);

    private final Deque<Runnable> work = new ArrayDeque<>();

    @Test
    void shouldLoadAVersionOnceForAllWhoAsk() {
        // Given
        LateLoads loads = new LateLoads(work::add, key -> new LateLoads.Unable());

        // When
        CompletableFuture<LateLoads.Outcome> first = loads.load(VERSION);
        CompletableFuture<LateLoads.Outcome> second = loads.load(VERSION);

        // Then
        assertThat(work).hasSize(1);
        work.remove().run();
        assertThat(first).isCompletedWithValue(new LateLoads.Unable());
        assertThat(second).isSameAs(first);
    }

    @Test
    void shouldEndAnAttemptWhateverItThrows() {
        // Given
        LateLoads loads = new LateLoads(work::add, key -> {
            throw new StackOverflowError();
        });

        // When
        CompletableFuture<LateLoads.Outcome> attempt = loads.load(VERSION);
        assertThatThrownBy(work.remove()::run).isInstanceOf(StackOverflowError.class);

        // Then
        assertThat(attempt).isCompletedWithValueMatching(LateLoads.Hindered.class::isInstance);

        // When
        loads.load(VERSION);

        // Then
        assertThat(work).describedAs("the next attempt").hasSize(1);
    }
}
