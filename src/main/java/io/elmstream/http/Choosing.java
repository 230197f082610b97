package io.elmstream.http;

import io.elmstream.serving.LateVersions;
import io.elmstream.serving.OnDemand;
import io.elmstream.serving.ReadyChoice;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The choice of the version for one request, which may have to be loaded first. */
final class Choosing {

    private final LateVersions late;
    private final Function<OnDemand, Optional<ReadyChoice>> look;
    private final String none;
    private final LongSupplier clock;
    private final long deadline;

    /**
     * Creates a choice.
     *
     * @param look finds the version
     * @param none why none was found, in words
     * @param clock in milliseconds
     * @param patience how long the request may wait for its version
     */
    Choosing(
            LateVersions late,
            Function<OnDemand, Optional<ReadyChoice>> look,
            String none,
            LongSupplier clock,
            Duration patience) {
        this.late = late;
        this.look = look;
        this.none = none;
        this.clock = clock;
        this.deadline = clock.getAsLong() + patience.toMillis();
    }

    /** Goes on with the choice; later, if its version has to be loaded first. No thread waits for it. */
    Reply then(Inference.Next next) throws RequestException {
        Optional<ReadyChoice> choice = look();
        Optional<CompletableFuture<Void>> loading = Optional.empty();
        if (choice.isEmpty()) {
            loading = late.loading();
            // a load that has ended in the meantime counts only now
            choice = loading.isPresent() ? choice : look();
        }
        if (choice.isPresent()) {
            return next.with(choice.get());
        }
        if (!late.isMissing()) {
            throw RequestException.unavailable("%s", none);
        }
        long left = deadline - clock.getAsLong();
        if (loading.isEmpty() || left <= 0) {
            throw RequestException.unavailable("%s", late.reason());
        }
        return new Reply.Later(loading.get().completeOnTimeout(null, left, TimeUnit.MILLISECONDS), () -> {
            try {
                return then(next);
            } catch (RequestException e) {
                return Answer.of(e);
            }
        });
    }

    private Optional<ReadyChoice> look() {
        late.next();
        return look.apply(late);
    }
}
