package io.elmstream.topology;

import io.elmstream.elm.ShortList;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Some of the readings of a record, as written in the header {@value #HEADER}: {@code 3,7-9}, counted from 0. On a dead
 * letter it says which readings could not be scored; on a record that is replayed, which ones shall be.
 */
public final class ReadingIndices {

    /** The name of the header. */
    public static final String HEADER = DeadLetterHeaders.OURS + "readings";

    /** Possessive, because a repeated group takes a part of the stack for each of thousands of readings otherwise. */
    private static final Pattern FORM = Pattern.compile("\\d{1,6}(-\\d{1,6})?+(,\\d{1,6}(-\\d{1,6})?+)*+");

    private ReadingIndices() {}

    /** Returns the indices in words. */
    public static String text(BitSet indices) {
        StringBuilder text = new StringBuilder();
        for (int from = indices.nextSetBit(0); from >= 0; ) {
            int to = indices.nextClearBit(from);
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (to > from + 1) {
                text.append('-').append(to - 1);
            }
            from = indices.nextSetBit(to);
        }
        return text.toString();
    }

    /**
     * Returns the readings of a record that shall have an outcome: those that its header names, or all.
     *
     * @param count the number of its readings
     * @throws IllegalArgumentException if the header has another form, or names a reading that the record does not have
     */
    public static BitSet chosen(Headers headers, int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        of(headers).ifPresent(named -> {
            if (named.length() > count) {
                throw new IllegalArgumentException("the header " + HEADER + " names reading " + (named.length() - 1)
                        + ", but the record has " + count + " readings");
            }
            all.and(named);
        });
        return all;
    }

    /**
     * Returns the readings that a record's header names; empty if it has no such header, and all of its readings count.
     *
     * @throws IllegalArgumentException if the header has another form
     */
    public static Optional<BitSet> of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null) {
            return Optional.empty();
        }
        String text = header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("the header " + HEADER + " must name readings, such as 3,7-9, but is '"
                    + ShortList.shortened(text) + "'");
        }
        BitSet indices = new BitSet();
        for (String part : text.split(",")) {
            String[] ends = part.split("-");
            int from = Integer.parseInt(ends[0]);
            int to = ends.length == 1 ? from : Integer.parseInt(ends[1]);
            if (to < from) {
                throw new IllegalArgumentException(
                        "the header " + HEADER + " names readings from " + from + " to " + to);
            }
            indices.set(from, to + 1);
        }
        return Optional.of(indices);
    }
}
