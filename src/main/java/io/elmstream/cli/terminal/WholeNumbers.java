package io.elmstream.cli.terminal;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses whole numbers, with a clear message for other input. */
public final class WholeNumbers {

    private WholeNumbers() {}

    public static ITypeConverter<Integer> ofInt() {
        return text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw bad(text, Integer.MAX_VALUE);
            }
        };
    }

    public static ITypeConverter<Long> ofLong() {
        return text -> {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw bad(text, Long.MAX_VALUE);
            }
        };
    }

    private static TypeConversionException bad(String text, long largest) {
        return new TypeConversionException("must be a whole number of at most " + largest + ", but is '" + text + "'");
    }
}
