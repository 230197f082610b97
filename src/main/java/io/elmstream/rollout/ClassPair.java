package io.elmstream.rollout;

/**
 * Two classes that champion and challenger gave to one reading.
 *
 * @param champion the champion's label
 * @param challenger the challenger's label, another one
 */
public record ClassPair(String champion, String challenger) {

    private static final int COUNT_AND_LENGTHS = 16;

    /** What it takes in a record together with a count: the characters of both labels, and a little more. */
    int room() {
        return champion.length() + challenger.length() + COUNT_AND_LENGTHS;
    }
}
