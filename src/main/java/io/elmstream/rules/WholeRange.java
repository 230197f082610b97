package io.elmstream.rules;

import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What a whole number can be. All are below 2^53, so that doubles hold them exactly and none overflows.
 *
 * @param least the smallest value
 * @param most the largest value
 */
record WholeRange(long least, long most) {

    /** Up to here every whole number is a double. */
    static final long LIMIT = 1L << 53;

    /** Every version of a model. */
    static final WholeRange INT = new WholeRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** Returns the range of one value, unless it is beyond the limit. */
    static Optional<WholeRange> of(long value) {
        return of(LongStream.of(value));
    }

    WholeRange or(WholeRange other) {
        return new WholeRange(Math.min(least, other.least), Math.max(most, other.most));
    }

    Optional<WholeRange> negated() {
        return of(LongStream.of(-least, -most));
    }

    /** Returns the range of results, unless they could be beyond the limit. What divides is a constant other than 0. */
    Optional<WholeRange> calculated(Operator operator, WholeRange by) {
        return switch (operator) {
            case PLUS -> of(LongStream.of(least + by.least, most + by.most));
            case MINUS -> of(LongStream.of(least - by.most, most - by.least));
            case TIMES -> {
                double widest = (double) Math.max(Math.abs(least), Math.abs(most))
                        * Math.max(Math.abs(by.least), Math.abs(by.most));
                yield widest > 2.0 * LIMIT
                        ? Optional.empty()
                        : of(LongStream.of(least * by.least, least * by.most, most * by.least, most * by.most));
            }
            case DIVIDE -> of(LongStream.of(least / by.least, most / by.least));
            case REMAINDER -> {
                long largest = Math.abs(by.least) - 1;
                yield Optional.of(
                        new WholeRange(Math.max(Math.min(least, 0), -largest), Math.min(Math.max(most, 0), largest)));
            }
            default -> throw new IllegalArgumentException(operator + " calculates nothing");
        };
    }

    private static Optional<WholeRange> of(LongStream corners) {
        long[] all = corners.sorted().toArray();
        WholeRange range = new WholeRange(all[0], all[all.length - 1]);
        return range.least >= -LIMIT && range.most <= LIMIT ? Optional.of(range) : Optional.empty();
    }
}
