package io.elmstream.topology.governor;

import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.StatusRecords;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds the state of a governor whose changelog was deleted, as far as the models topic allows, in the transaction
 * of its next command. Without this it would treat every model as a new one, and replace the old timeline by a new one.
 *
 * @param topic the models topic
 * @param told receives a description of what was done
 */
public record RebuildModels(ModelsTopic topic, Consumer<String> told) {

    /** Never rebuilds. */
    public static final RebuildModels NEVER = new RebuildModels(ModelsTopic.EMPTY, done -> {});

    private static final Logger LOG = LoggerFactory.getLogger(RebuildModels.class);

    /** Rebuilds the state if the store is empty and the topic is not. */
    void lookAt(GovernedModels models, GovernorOutput output, String control, long now) {
        if (!models.isEmpty()) {
            return;
        }
        RebuiltModels rebuilt = RebuiltModels.of(topic);
        if (rebuilt.isEmpty()) {
            return;
        }
        rebuilt.putInto(models);
        String done = "the governor's changelog was gone, so its state is rebuilt from the models topic: "
                + rebuilt.inShort() + ". Unfinished uploads must be sent again, and comparisons start again";
        LOG.warn(done);
        output.status(GovernModels.NO_MODEL, StatusRecords.notice(control, now, done), now);
        told.accept(done);
    }
}
