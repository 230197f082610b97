package io.elmstream.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.elmstream.wire.avro.Prediction;
import java.util.HashMap;
import java.util.Map;

/** All readings of a micro-batch were scored by one version of one model. */
final class OneVersionPerBatch implements Promise {

    private record Batch(int partition, String task, long sequence) {}

    private record Version(String model, int version, long revision) {}

    @Override
    public void holdFor(Evidence evidence) {
        Map<Batch, Version> versions = new HashMap<>();
        for (Prediction p : evidence.predictions()) {
            Version version = new Version(p.getModelId(), p.getVersion(), p.getRevision());
            Version first = versions.putIfAbsent(
                    new Batch(p.getSourcePartition(), p.getBatchTask(), p.getBatchSequence()), version);
            assertThat(first == null || first.equals(version))
                    .as("batch %s of task %s has %s and %s", p.getBatchSequence(), p.getBatchTask(), first, version)
                    .isTrue();
        }
    }
}
