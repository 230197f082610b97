package io.elmstream.topology.learning;

import io.elmstream.wire.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The versions of a model that the learner made. Stored as the format, 1 (1 byte), the components in this order, and
 * last the versions (4 bytes each), big-endian.
 *
 * @param proposed the version proposed last; 0 if none
 * @param proposedAt when that was, ms since the epoch
 * @param number the highest number that a command was signed with; 0 if none
 * @param made those that were not retired, lowest first
 */
record MadeVersions(int proposed, long proposedAt, long number, List<Integer> made) {

    static final MadeVersions NONE = new MadeVersions(0, 0, 0, List.of());

    /** After this time, a proposal that no step names was refused or lost. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final byte FORMAT = 1;
    private static final int FIXED = 1 + Integer.BYTES + 2 * Long.BYTES;

    MadeVersions {
        made = List.copyOf(made);
    }

    /** Returns the version proposed last. */
    OptionalInt last() {
        return proposed == 0 ? OptionalInt.empty() : OptionalInt.of(proposed);
    }

    /** Returns the number of the next version. */
    int next(KnownModel known) {
        return Math.max(proposed, known.newest().orElse(0)) + 1;
    }

    /** Returns whether the last proposal became champion, was rolled back, or will not be tried any more. */
    boolean isSettled(KnownModel known, long now) {
        if (proposed == 0 || known.wasTried(proposed)) {
            return known.timeline()
                    .latest()
                    .flatMap(step -> step.challenger())
                    .filter(tried -> tried.version() == proposed)
                    .isEmpty();
        }
        // also after a clock that was ahead has been set back
        return Math.abs(now - proposedAt) > PATIENCE.toMillis();
    }

    /** Returns the versions to retire: those that no step needs, but for the newest ones. */
    List<Integer> superfluous(KnownModel known, int keep) {
        return made.stream()
                .filter(version -> version != proposed && !known.isNeeded(version))
                .sorted(Comparator.reverseOrder())
                .skip(keep)
                .toList();
    }

    MadeVersions with(int version, long now) {
        return new MadeVersions(
                version,
                now,
                number,
                Stream.concat(made.stream(), Stream.of(version)).toList());
    }

    MadeVersions without(List<Integer> retired) {
        return new MadeVersions(
                proposed,
                proposedAt,
                number,
                made.stream().filter(version -> !retired.contains(version)).toList());
    }

    MadeVersions signed(long highest) {
        return new MadeVersions(proposed, proposedAt, highest, made);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(FIXED + made.size() * Integer.BYTES)
                .put(FORMAT)
                .putInt(proposed)
                .putLong(proposedAt)
                .putLong(number);
        made.forEach(out::putInt);
        return out.array();
    }

    /** @throws UnreadableRecordException if the bytes are none that this release has written */
    static MadeVersions decode(byte[] bytes) throws UnreadableRecordException {
        if (bytes.length < FIXED || (bytes.length - FIXED) % Integer.BYTES != 0 || bytes[0] != FORMAT) {
            throw new UnreadableRecordException(
                    "the stored versions of a learner have " + bytes.length + " bytes and another format than "
                            + FORMAT,
                    null);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int proposed = in.getInt();
        long proposedAt = in.getLong();
        long number = in.getLong();
        List<Integer> made = new ArrayList<>();
        while (in.hasRemaining()) {
            made.add(in.getInt());
        }
        return new MadeVersions(proposed, proposedAt, number, made);
    }
}
