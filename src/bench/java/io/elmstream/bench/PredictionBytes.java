package io.elmstream.bench;

import io.elmstream.elm.Elm;
import io.elmstream.model.ModelId;
import io.elmstream.model.VersionKey;
import io.elmstream.wire.PredictionEncoder;
import io.elmstream.wire.ScoredReading;
import io.elmstream.wire.ServedVersion;
import java.nio.charset.StandardCharsets;

/** How large a prediction is on the wire. */
final class PredictionBytes {

    private PredictionBytes() {}

    /** Bytes of a usual prediction of the model. */
    static int of(Elm elm) {
        ScoredReading scored = new ScoredReading("0_0", new PredictionEncoder(1));
        scored.batch(1_000_000, 256);
        scored.source("sensor-readings", 0, 1_000_100, 0);
        scored.scored(
                "sensor-100".getBytes(StandardCharsets.UTF_8),
                1_700_000_000_000L,
                new ServedVersion(new VersionKey(new ModelId(BenchModel.ID), 1), 1, elm.labels()),
                new float[elm.labels().size()],
                0,
                false);
        return scored.encoded().length;
    }
}
