package io.elmstream.training;

/** Thrown if the data or the plan do not allow a model to be trained. The message says what to change. */
public final class TrainingException extends RuntimeException {

    /**
     * Creates the exception.
     *
     * @param message what is wrong and what to change
     */
    public TrainingException(String message) {
        super(message);
    }
}
