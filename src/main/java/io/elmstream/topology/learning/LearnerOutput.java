package io.elmstream.topology.learning;

import io.elmstream.governor.Command;
import io.elmstream.model.ModelId;
import io.elmstream.wire.avro.ModelLearner;

/** Takes what learners have to say. */
interface LearnerOutput {

    /**
     * Sends a command to the governor.
     *
     * @param highest the highest number that a command of this model was signed with
     * @return that number now
     */
    long command(Command command, long highest);

    /** Says how a model learns. */
    void status(ModelId id, ModelLearner status);

    /** Counts a row that was learnt. */
    void learnt();

    /** Counts a row that was left out, and warns of it now and then. */
    void leftOut(String why);

    /** Counts a solution. */
    void solved();

    /** Counts a version that was proposed. */
    void proposed();
}
