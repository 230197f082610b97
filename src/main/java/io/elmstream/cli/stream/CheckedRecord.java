package io.elmstream.cli.stream;

import io.elmstream.batch.Rejection;
import io.elmstream.readings.ReadingCheck;
import io.elmstream.readings.ReadingCheck.Checked;
import io.elmstream.readings.ReadingCheck.Fault;
import io.elmstream.topology.ReadingIndices;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The readings of a record that an instance would score: of a replayed pack, those that its header names. */
final class CheckedRecord {

    private CheckedRecord() {}

    /** @param key of the record; those of files have none */
    static List<Checked> of(ReadingCheck check, byte @Nullable [] key, ConsumerRecord<byte[], byte[]> record) {
        List<Checked> all = check.check(key, record.value(), record.headers(), record.timestamp());
        if (all.stream().noneMatch(each -> each.index().isPresent())) {
            return all;
        }
        try {
            BitSet chosen = ReadingIndices.chosen(record.headers(), all.size());
            return chosen.stream().mapToObj(all::get).toList();
        } catch (IllegalArgumentException e) {
            Fault fault = new Fault("", Rejection.UNREADABLE, String.valueOf(e.getMessage()), Optional.empty());
            return List.of(Checked.unreadable(all.get(0).values().size(), fault));
        }
    }
}
