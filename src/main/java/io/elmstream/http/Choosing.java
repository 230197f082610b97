package io.elmstream.http;

import io.elmstream.serving.LateVersions;
import io.elmstream.serving.OnDemand;
import io.elmstream.serving.ReadyChoice;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The choice of the version for one request, which may have to be loaded first. */
final class Choosing {

    private final LateVersions late;
    private final Function<OnDemand, Optional<ReadyChoice>> look;
    private final String none;

    /**
     * Creates a choice.
     *
     * @param look finds the version
     * @param none why none was found, in words
     */
    Choosing(LateVersions late, Function<OnDemand, Optional<ReadyChoice>> look, String none) {
        this.late = late;
        this.look = look;
        this.none = none;
    }

    /** Returns the choice; empty if a version has to be loaded first. */
    Optional<ReadyChoice> now() throws RequestException {
        late.next();
        Optional<ReadyChoice> choice = look.apply(late);
        if (choice.isEmpty() && !late.isMissing()) {
            throw RequestException.unavailable("%s", none);
        }
        return choice;
    }

    /** Returns the choice, and waits until its version is loaded. */
    ReadyChoice await(Duration patience) throws RequestException {
        try {
            late.await(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RequestException.unavailable("the server is stopping");
        }
        return now().orElseThrow(() -> RequestException.unavailable("%s", late.reason()));
    }
}
