package io.elmstream.elm;

import java.util.Locale;

/** Counts in messages, with a noun in the singular or the plural. */
public final class Counted {

    private Counted() {}

    /**
     * Returns a count with a noun whose plural ends in s.
     *
     * @param count 0 or more
     * @param noun in the singular
     * @return for example {@code 1 row} or {@code 2,000 rows}
     */
    public static String of(long count, String noun) {
        return of(count, noun, noun + "s");
    }

    /**
     * Returns a count with any other words.
     *
     * @param count 0 or more
     * @param one the words behind a 1
     * @param many the words behind every other number
     * @return for example {@code 1 reading was} or {@code 2,000 readings were}
     */
    public static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
