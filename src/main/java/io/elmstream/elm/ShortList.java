package io.elmstream.elm;

import java.util.List;
import java.util.stream.Collectors;

/** Lists in messages, which name the first few of many and count the others. */
public final class ShortList {

    private static final int MOST = 10;

    /** Longer texts are cut, in code points. */
    private static final int LONGEST = 100;

    private ShortList() {}

    /**
     * Returns names in quotation marks.
     *
     * @param names one or more
     * @return for example {@code "a", "b" and 3 more}
     */
    public static String of(List<String> names) {
        return ofTexts(names.stream().map(name -> "\"" + shortened(name) + "\"").toList());
    }

    /**
     * Returns texts as they are.
     *
     * @param texts one or more
     * @return the first {@value #MOST} of them, and how many more there are
     */
    public static String ofTexts(List<String> texts) {
        String first = texts.stream().limit(MOST).collect(Collectors.joining(", "));
        return texts.size() <= MOST ? first : first + " and " + (texts.size() - MOST) + " more";
    }

    /**
     * Returns names in brackets, as a list prints itself.
     *
     * @param names any number
     * @return for example {@code [a, b and 3 more]}
     */
    public static String inBrackets(List<String> names) {
        return "[" + ofTexts(names.stream().map(ShortList::shortened).toList()) + "]";
    }

    /**
     * Returns the beginning of a long text.
     *
     * @param text of any length
     * @return the text; if it is longer than {@value #LONGEST} characters, these and three points
     */
    public static String shortened(String text) {
        boolean fits = text.codePointCount(0, text.length()) <= LONGEST;
        return fits ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "...";
    }

    /**
     * Returns a sentence about names, if there are any.
     *
     * @param names any number
     * @param one the sentence about a single name, with {@code %s} for it
     * @param many the sentence about several
     * @return the sentence in a list, or an empty list
     */
    public static List<String> sentence(List<String> names, String one, String many) {
        return names.isEmpty() ? List.of() : List.of((names.size() == 1 ? one : many).replace("%s", of(names)));
    }
}
