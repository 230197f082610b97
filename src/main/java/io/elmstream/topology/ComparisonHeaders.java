package io.elmstream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What the headers of a comparison say beside its counts. */
public final class ComparisonHeaders {

    private static final String GATE_STANDS_STILL = "elmstream.gate.stands.still";

    private ComparisonHeaders() {}

    /** @param standsStill why the challenger's conditions decide nothing; empty if they do, or where it has none */
    public static Headers of(Optional<String> standsStill) {
        Headers headers = new RecordHeaders();
        standsStill.ifPresent(why -> headers.add(GATE_STANDS_STILL, why.getBytes(UTF_8)));
        return headers;
    }

    /** Why the challenger's conditions decide nothing, and what to do; empty if they do, or where it has none. */
    public static Optional<String> gateStandsStill(Headers headers) {
        // anybody may write a header, also one without a value
        return Optional.ofNullable(headers.lastHeader(GATE_STANDS_STILL))
                .map(Header::value)
                .map(why -> new String(why, UTF_8));
    }
}
