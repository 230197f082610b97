package io.elmstream.readings;

import java.util.regex.Pattern;

/** The topics that a mapping is for. */
public sealed interface TopicName {

    /** Returns whether the mapping is for this topic. */
    boolean matches(String topic);

    /** Returns a regular expression for the topics. */
    String expression();

    /** One topic. */
    record Exact(String name) implements TopicName {

        @Override
        public boolean matches(String topic) {
            return topic.equals(name);
        }

        @Override
        public String expression() {
            return Pattern.quote(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * All topics whose whole name matches, also those that are created later.
     *
     * @param expression a regular expression
     */
    record Matching(String expression) implements TopicName {

        /** @throws java.util.regex.PatternSyntaxException if it is not a regular expression */
        public Matching {
            Pattern.compile(expression);
        }

        /** Returns what the names of all topics that match begin with, as far as the expression tells; may be empty. */
        public String prefix() {
            if (expression.indexOf('|') >= 0) {
                return "";
            }
            int end = 0;
            while (end < expression.length() && isPlain(expression.charAt(end))) {
                end++;
            }
            // the last character may be there any number of times, or not at all
            boolean isCounted = end < expression.length() && "?*{".indexOf(expression.charAt(end)) >= 0;
            return expression.substring(0, isCounted && end > 0 ? end - 1 : end);
        }

        private static boolean isPlain(char c) {
            return (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '_';
        }

        @Override
        public boolean matches(String topic) {
            return Pattern.matches(expression, topic);
        }

        @Override
        public String toString() {
            return "/" + expression + "/";
        }
    }
}
