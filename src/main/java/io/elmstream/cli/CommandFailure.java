package io.elmstream.cli;

/**
 * A command that cannot be carried out, told to the user in one line. The exit code is 1.
 */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String field;

    /**
     * @param code a word for programs, upper case
     * @param message for people: what is wrong and what to do
     * @param field the option, key or field at fault; empty where there is none
     */
    CommandFailure(String code, String message, String field) {
        super(message);
        this.code = code;
        this.field = field;
    }

    CommandFailure(String code, String message) {
        this(code, message, "");
    }

    String code() {
        return code;
    }

    String field() {
        return field;
    }
}
