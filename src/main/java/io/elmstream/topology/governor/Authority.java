package io.elmstream.topology.governor;

import io.elmstream.governor.Decision.Refused;
import io.elmstream.governor.RecordSignature;
import io.elmstream.governor.Signer;
import io.elmstream.governor.TrustedKeys;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Decides whether the sender of a command is authorized: if keys are trusted, by its signature and by the number that
 * is part of it.
 */
final class Authority {

    /**
     * The result of checking a command's signature.
     *
     * @param refusal why the command is rejected; empty if it is accepted
     * @param usesUp the signer whose number the command uses up; empty if it has none, or one that is already used up
     * @param highest the highest number of its key from now on; empty if no trusted key signed it
     */
    record Verdict(Optional<Refused> refusal, Optional<Signer> usesUp, OptionalLong highest) {

        /** Returns a verdict that does not depend on a signature. */
        static Verdict unsigned(Optional<Refused> refusal) {
            return new Verdict(refusal, Optional.empty(), OptionalLong.empty());
        }
    }

    private final TrustedKeys trusted;
    private final UsedNumbers numbers;

    Authority(TrustedKeys trusted, UsedNumbers numbers) {
        this.trusted = trusted;
        this.numbers = numbers;
    }

    Verdict of(Record<byte[], byte[]> record) {
        if (trusted.takeEverybodys()) {
            return Verdict.unsigned(Optional.empty());
        }
        Optional<byte[]> header = Optional.ofNullable(record.headers().lastHeader(RecordSignature.HEADER))
                .map(Header::value);
        Optional<Signer> signer = trusted.signer(header, orEmpty(record.key()), orEmpty(record.value()));
        if (signer.isEmpty()) {
            return Verdict.unsigned(trusted.refusal(header));
        }
        long highest = numbers.highest(signer.get());
        Optional<Refused> used = signer.get().refusal(highest);
        return used.isPresent()
                ? new Verdict(used, Optional.empty(), OptionalLong.of(highest))
                : new Verdict(
                        Optional.empty(), signer, OptionalLong.of(signer.get().number()));
    }

    /** Stores the number that a verdict uses up. */
    void use(Verdict verdict) {
        if (trusted.takeEverybodys()) {
            numbers.forgetFloor();
        }
        verdict.usesUp().ifPresent(numbers::use);
    }

    private static byte[] orEmpty(byte[] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }
}
