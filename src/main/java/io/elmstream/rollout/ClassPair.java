package io.elmstream.rollout;

/**
 * The two classes that champion and challenger assigned to one reading.
 *
 * @param champion the champion's label
 * @param challenger the challenger's label, which differs
 */
public record ClassPair(String champion, String challenger) {

    private static final int COUNT_AND_LENGTHS = 16;

    /** Returns the estimated size in a record, including a count: the characters of both labels, and an overhead. */
    int room() {
        return champion.length() + challenger.length() + COUNT_AND_LENGTHS;
    }
}
