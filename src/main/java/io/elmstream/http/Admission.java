package io.elmstream.http;

import io.elmstream.config.ServeSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The places for requests in progress, of all clients and of each. Thread-safe. */
final class Admission {

    private final int maxRequests;
    private final int maxPerClient;
    private final Semaphore places;
    private final Map<InetAddress, Integer> byClient = new ConcurrentHashMap<>();
    /** One permit for each request that is not answered completely, whether it has a place or not. */
    private final Semaphore unanswered = new Semaphore(Integer.MAX_VALUE);

    private final long maxBodyBytes;
    private final AtomicLong bodyBytes = new AtomicLong();

    /**
     * Creates the places, all of them free.
     *
     * @param maxBodyBytes the memory for the bodies of all requests, those included that are still being received, and
     *     for large answers that are still being sent
     */
    Admission(ServeSettings settings, long maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
        this.maxRequests = settings.maxRequests();
        this.maxPerClient = settings.maxRequestsPerClient();
        this.places = new Semaphore(maxRequests);
    }

    /** Counts a request that was received. */
    void received() {
        unanswered.acquireUninterruptibly();
    }

    /** Counts a request as answered. */
    void answered() {
        unanswered.release();
    }

    /** Takes a place for a request, which has to be left later; otherwise returns why there is none. */
    Optional<RequestException> enter(InetAddress client) {
        if (byClient.merge(client, 1, Integer::sum) > maxPerClient) {
            forget(client);
            return Optional.of(RequestException.of(
                    429, "this client has %d requests in progress, which is the limit; try again later", maxPerClient));
        }
        if (!places.tryAcquire()) {
            forget(client);
            return Optional.of(RequestException.unavailable(
                    "%d requests are in progress, which is the limit; try again later", maxRequests));
        }
        return Optional.empty();
    }

    /** Leaves a place. */
    void leave(InetAddress client) {
        places.release();
        forget(client);
    }

    private void forget(InetAddress client) {
        byClient.computeIfPresent(client, (each, requests) -> requests == 1 ? null : requests - 1);
    }

    /**
     * Takes memory for a part of a body or an answer, which has to be returned later; returns whether there was some.
     */
    boolean takeBytes(int bytes) {
        if (bytes == 0 || bodyBytes.addAndGet(bytes) <= maxBodyBytes) {
            return true;
        }
        bodyBytes.addAndGet(-bytes);
        return false;
    }

    /** Returns why an answer cannot be sent for which there is no memory. */
    RequestException refusal(int answerBytes) {
        return answerBytes > maxBodyBytes
                ? RequestException.tooLarge(
                        "the answer has %d bytes, more than the %d that all of them may take together; send fewer rows",
                        answerBytes, maxBodyBytes)
                : RequestException.unavailable(
                        "the answers that clients have not read yet leave no memory for this one; try again later");
    }

    /** Returns memory. */
    void returnBytes(int bytes) {
        bodyBytes.addAndGet(-bytes);
    }

    /** Returns whether no request is in progress, and no part of one held in memory. */
    boolean isIdle() {
        return places.availablePermits() == maxRequests
                && byClient.isEmpty()
                && unanswered.availablePermits() == Integer.MAX_VALUE
                && bodyBytes.get() == 0;
    }

    /** Waits until all requests are answered, or until the patience is used up. */
    void awaitAnswers(Duration patience) throws InterruptedException {
        if (unanswered.tryAcquire(Integer.MAX_VALUE, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            unanswered.release(Integer.MAX_VALUE);
        }
    }
}
