package io.elmstream.readings;

import io.elmstream.elm.ShortList;
import io.elmstream.tables.Decimals;
import java.util.Map;
import java.util.OptionalDouble;

/** The type of a field that is a feature, and the number that each of its values stands for. */
public sealed interface FeatureType {

    /** Returns what a value must be, in words. */
    String described();

    /** Returns whether a number is a value of this type. */
    boolean takes(double number);

    /** Returns the number that a text stands for; empty if it is no value of this type. */
    OptionalDouble of(String text);

    /** Returns the number that a boolean stands for; empty if it is no value of this type. */
    default OptionalDouble of(boolean flag) {
        return OptionalDouble.of(flag ? 1 : 0);
    }

    /** A number, also as text such as {@code "21.5"} or {@code "NaN"}; true is 1 and false is 0. */
    record Numeric() implements FeatureType {

        @Override
        public String described() {
            return "a number";
        }

        @Override
        public boolean takes(double number) {
            return true;
        }

        @Override
        public OptionalDouble of(String text) {
            String number = text.strip();
            if (number.equals("NaN")) {
                return OptionalDouble.of(Double.NaN);
            }
            try {
                return Decimals.isDecimal(number)
                        ? OptionalDouble.of(Double.parseDouble(number))
                        : OptionalDouble.empty();
            } catch (NumberFormatException e) {
                return OptionalDouble.empty();
            }
        }
    }

    /** True or false, also as text in any case, or 1 or 0. */
    record Bool() implements FeatureType {

        @Override
        public String described() {
            return "true or false";
        }

        @Override
        public boolean takes(double number) {
            return number == 0 || number == 1;
        }

        @Override
        public OptionalDouble of(String text) {
            String word = text.strip();
            if (word.equalsIgnoreCase("true") || word.equals("1")) {
                return OptionalDouble.of(1);
            }
            return word.equalsIgnoreCase("false") || word.equals("0") ? OptionalDouble.of(0) : OptionalDouble.empty();
        }
    }

    /**
     * One of some texts.
     *
     * @param values the number for each text
     */
    record Category(Map<String, Float> values) implements FeatureType {

        public Category {
            values = Map.copyOf(values);
        }

        @Override
        public String described() {
            return "one of " + ShortList.of(values.keySet().stream().sorted().toList());
        }

        @Override
        public boolean takes(double number) {
            return false;
        }

        @Override
        public OptionalDouble of(String text) {
            Float value = values.get(text);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }

        @Override
        public OptionalDouble of(boolean flag) {
            return of(Boolean.toString(flag));
        }
    }
}
