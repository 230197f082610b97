package io.elmstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.wire.RegistryUnreachableException;
import java.net.ConnectException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicLong remedies = new AtomicLong();
    private final ThreadFailures failures = new ThreadFailures("test", now::get, remedies::get);

    @Test
    void shouldReplaceThreadsUntilAFaultKeepsComingBack() {
        // Given
        for (int i = 0; i < ThreadFailures.MOST; i++) {
            assertThat(failures.handle(new IllegalStateException("again")))
                    .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }

        // When
        StreamThreadExceptionResponse response = failures.handle(new IllegalStateException("once more"));

        // Then
        assertThat(response).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    }

    @Test
    void shouldForgetFailuresOfLongAgo() {
        // Given
        for (int i = 0; i < ThreadFailures.MOST; i++) {
            failures.handle(new IllegalStateException("again"));
        }

        // When
        now.updateAndGet(time -> time.plus(ThreadFailures.WITHIN).plusMillis(1));

        // Then
        assertThat(failures.handle(new IllegalStateException("later")))
                .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    }

    @Test
    void shouldWaitForTheRegistryWithoutEnd() {
        // Given
        Throwable outage = new StreamsException(new RegistryUnreachableException("no answer", new RuntimeException()));

        // When / Then
        for (int i = 0; i < 10 * ThreadFailures.MOST; i++) {
            assertThat(failures.handle(outage)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
    }

    @Test
    void shouldCountNoThreadWhoseTransactionWasAbortedForAnother() {
        // Given
        Throwable aborted =
                new StreamsException("Error encountered trying to commit", new AbortedTransactionException());

        // When / Then
        for (int i = 0; i < 10 * ThreadFailures.MOST; i++) {
            assertThat(failures.handle(aborted)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
    }

    @Test
    void shouldTellAnOutageInTheWordsOfHealth() {
        // When
        failures.handle(new StreamsException(
                "in process, stacktrace=a",
                new TimeoutException(
                        "Call(callName=x, deadlineMs=1, tries=1, nextAllowedTryMs=2) timed out at 3 after 1"
                                + " attempt(s)")));
        failures.handle(
                new StreamsException(new RegistryUnreachableException("no answer", new ConnectException("refused"))));

        // Then
        assertThat(failures.recent())
                .extracting(ThreadFailures.Failure::message)
                .containsExactly(
                        "the broker did not answer in time (x after 1 attempt(s)). Check bootstrap.servers, and"
                                + " whether it runs",
                        "nothing listens at the address of the schema registry (refused). Check registry.url, and"
                                + " whether it runs");
    }

    @Test
    void shouldWaitForTheBrokersWithoutEndHoweverManyThreadsTheyLeaveWaiting() {
        // Given
        Throwable outage = new StreamsException(
                "Error encountered sending record to topic predictions",
                new TimeoutException("Topic predictions not present in metadata after 60000 ms."));

        // When / Then
        for (int i = 0; i < 10 * ThreadFailures.MOST; i++) {
            assertThat(failures.handle(outage)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
    }

    @Test
    void shouldWaitForPartitionsThatTheChangelogLacks() {
        // Given
        Throwable grown = new KafkaException(
                "in the assignor",
                new StreamsException("Existing internal topic x has invalid partitions: expected: 4; actual: 2."));

        // When / Then
        for (int i = 0; i < 10 * ThreadFailures.MOST; i++) {
            assertThat(failures.handle(grown)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        assertThat(failures.recent())
                .hasSize(ThreadFailures.MOST_TOLD)
                .allSatisfy(failure -> assertThat(failure.message()).contains("elmstream topics grow"));
    }

    @Test
    void shouldTellWhichPartitionFailedUntilThatIsLongAgo() {
        // Given
        failures.handle(new StreamsException(
                "in process, stacktrace=a\nb", new IllegalStateException("unlucky"), new TaskId(0, 3)));

        // When
        List<ThreadFailures.Failure> recent = failures.recent();
        now.updateAndGet(time -> time.plus(ThreadFailures.WITHIN).plusMillis(1));

        // Then
        assertThat(recent).singleElement().satisfies(failure -> {
            assertThat(failure.partition()).hasValue(3);
            assertThat(failure.message()).isEqualTo("in process: java.lang.IllegalStateException: unlucky");
        });
        assertThat(failures.recent()).isEmpty();
    }

    @Test
    void shouldExcuseOneFailureForEachRefusalThatHasARemedy() {
        // Given
        Throwable refusal = new StreamsException(new RecordTooLargeException("the broker takes 1000 bytes"));

        // When / Then
        for (int i = 0; i < 10 * ThreadFailures.MOST; i++) {
            remedies.incrementAndGet();
            assertThat(failures.handle(refusal)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        for (int i = 0; i < ThreadFailures.MOST; i++) {
            assertThat(failures.handle(refusal)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        assertThat(failures.handle(refusal)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    }

    @Test
    void shouldStopWhenTheGlobalThreadFails() throws Exception {
        // Given
        CompletableFuture<StreamThreadExceptionResponse> response = new CompletableFuture<>();
        Thread global = new Thread(
                () -> response.complete(failures.handle(new IllegalStateException("gone"))),
                "elmstream-1-GlobalStreamThread");

        // When
        global.start();
        global.join();

        // Then
        assertThat(response).isCompletedWithValue(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    }
}
