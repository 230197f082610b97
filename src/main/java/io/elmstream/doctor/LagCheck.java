package io.elmstream.doctor;

import io.elmstream.client.GroupLag;
import io.elmstream.client.LagReader;
import io.elmstream.config.Configuration;
import io.elmstream.elm.Counted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/** Measures how far the applications are behind. */
record LagCheck(Configuration configuration, UnaryOperator<Map<String, Object>> settings, InstantSource clock)
        implements Check {

    private static final String AREA = "lag";
    private static final Duration LONG = Duration.ofMinutes(1);

    @Override
    public String area() {
        return AREA;
    }

    @Override
    public List<Finding> findings() throws ExecutionException, InterruptedException {
        try (LagReader reader = new LagReader(configuration, settings, clock)) {
            return reader.read().stream().map(LagCheck::judged).toList();
        }
    }

    static Finding judged(GroupLag lag) {
        Optional<Long> oldest = lag.oldestMillis();
        if (lag.records() == 0) {
            return Finding.ok(AREA, lag.application() + " has nothing to read");
        }
        String text = "%s has %s to read, the oldest %s"
                .formatted(
                        lag.application(),
                        Counted.of(lag.records(), "record"),
                        oldest.map(millis -> String.format(Locale.ROOT, "%,d s old", millis / 1_000))
                                .orElse("of unknown age"));
        if (oldest.isPresent() && oldest.get() <= LONG.toMillis()) {
            return Finding.ok(AREA, text);
        }
        return lag.members() == 0
                ? Finding.fault(AREA, text + ", and nobody reads", "elmstream run --config FILE")
                : Finding.warning(
                        AREA, text, "elmstream lag --watch --config FILE, and more instances if it does not fall");
    }
}
