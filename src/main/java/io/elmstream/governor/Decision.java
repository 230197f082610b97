package io.elmstream.governor;

import java.util.Optional;

/** How a command was judged. */
public sealed interface Decision {

    /** The decision in words, for the sender. */
    String message();

    /**
     * What the command asks for holds now.
     *
     * @param changed whether the command brought it about; false when it was so already
     */
    public record Accepted(boolean changed, String message) implements Decision {}

    /**
     * The command changed nothing.
     *
     * @param reason why, for programs
     * @param message why, and what to do about it
     * @param field the field of the command that is at fault, where there is one
     */
    public record Refused(RefusalReason reason, String message, Optional<String> field) implements Decision {

        /** The longest message, in characters; a longer one is cut, since answers are kept. */
        public static final int MAX_MESSAGE = 500;

        public Refused {
            message = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 3) + "...";
        }

        /** A refusal for the sake of one field. */
        public static Refused of(RefusalReason reason, String field, String message) {
            return new Refused(reason, message, Optional.of(field));
        }
    }
}
