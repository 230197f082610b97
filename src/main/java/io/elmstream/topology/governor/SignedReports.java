package io.elmstream.topology.governor;

import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.Trust;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/** Tells whose reports count. */
final class SignedReports {

    /** Why a report is left out that fails {@link #accept}. */
    static final String UNSIGNED = "it is not signed with a key of governor.instance.keys";

    private final Trust trust;

    SignedReports(Trust trust) {
        this.trust = trust;
    }

    /** Returns whether the report is signed with the key of an instance, if it has to be. */
    boolean accept(Record<byte[], byte[]> record) {
        if (trust.instances().takeEverybodys()) {
            return true;
        }
        Optional<byte[]> header = Optional.ofNullable(record.headers().lastHeader(RecordSignature.HEADER))
                .map(Header::value);
        return trust.instances().signer(header, record.key(), record.value()).isPresent();
    }
}
