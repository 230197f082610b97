package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of a comparison record, which complete its counts. */
public final class ComparisonHeaders {

    private static final String GATE_STANDS_STILL = "elmstream.gate.stands.still";

    private ComparisonHeaders() {}

    /**
     * Returns the headers of a comparison.
     *
     * @param standsStill why the challenger's conditions cannot decide; empty if they can, or if there are none
     */
    public static Headers of(Optional<String> standsStill) {
        Headers headers = new RecordHeaders();
        standsStill.ifPresent(why -> headers.add(GATE_STANDS_STILL, why.getBytes(UTF_8)));
        return headers;
    }

    /**
     * Returns why the challenger's conditions cannot decide, and what to do about it; empty if they can, or if there
     * are none.
     */
    public static Optional<String> gateStandsStill(Headers headers) {
        // anyone may write a header, including one without a value
        return Optional.ofNullable(headers.lastHeader(GATE_STANDS_STILL))
                .map(Header::value)
                .map(why -> new String(why, UTF_8));
    }
}
