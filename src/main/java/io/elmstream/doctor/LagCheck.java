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
        String text = String.format(
                Locale.ROOT,
                "%s has %s to read, the oldest %,d s old",
                lag.application(),
                Counted.of(lag.records(), "record"),
                lag.oldestMillis() / 1_000);
        if (lag.oldestMillis() <= LONG.toMillis()) {
            return Finding.ok(AREA, text);
        }
        return lag.members() == 0
                ? Finding.fault(AREA, text + ", and nobody reads", "elmstream run --config FILE")
                : Finding.warning(
                        AREA, text, "elmstream lag --watch --config FILE, and more instances if it does not fall");
    }
}
