package io.elmstream.governor;

import java.util.Optional;

/** The decision about a command. */
public sealed interface Decision {

    /** Returns the decision in words, for the sender. */
    String message();

    /** The longest message, in characters; a longer one is truncated, because answers are stored. */
    int MAX_MESSAGE = 500;

    private static String bounded(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 3) + "...";
    }

    /**
     * The command's request is fulfilled.
     *
     * @param changed whether the command changed anything; false if the request was fulfilled before
     */
    public record Accepted(boolean changed, String message) implements Decision {

        public Accepted {
            message = bounded(message);
        }
    }

    /**
     * The command changed nothing.
     *
     * @param reason why, for programs
     * @param message why, and what to do about it
     * @param field the field of the command that is wrong, if there is one
     */
    public record Refused(RefusalReason reason, String message, Optional<String> field) implements Decision {

        public Refused {
            message = bounded(message);
        }

        /** Returns a refusal because of one field. */
        public static Refused of(RefusalReason reason, String field, String message) {
            return new Refused(reason, message, Optional.of(field));
        }
    }
}
