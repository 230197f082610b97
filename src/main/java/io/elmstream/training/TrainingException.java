package io.elmstream.training;

/** The data or the plan do not allow a model to be trained. The message says what to change. */
public final class TrainingException extends RuntimeException {

    /**
     * A reason why no model can be trained.
     *
     * @param message what is wrong and what to change
     */
    public TrainingException(String message) {
        super(message);
    }
}
