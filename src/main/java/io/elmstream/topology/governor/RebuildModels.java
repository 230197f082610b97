package io.elmstream.topology.governor;

import io.elmstream.topology.ModelsTopic;
import io.elmstream.wire.StatusRecords;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a governor that has lost its state, since somebody deleted its changelog, what it can know of the models topic,
 * in the transaction of whatever it does next. Without that it would take every model for a new one, and put a new
 * timeline in the place of the old.
 *
 * @param topic where the models are
 * @param told gets what was done, in words
 */
public record RebuildModels(ModelsTopic topic, Consumer<String> told) {

    /** Where there is nothing to rebuild from. */
    public static final RebuildModels NEVER = new RebuildModels(ModelsTopic.EMPTY, done -> {});

    private static final Logger LOG = LoggerFactory.getLogger(RebuildModels.class);

    /** Rebuilds where the store is empty and the topic is not. */
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
                + rebuilt.inShort() + ". Unfinished uploads must be sent again, and comparisons begin anew";
        LOG.warn(done);
        output.status(GovernModels.NO_MODEL, StatusRecords.notice(control, now, done), now);
        told.accept(done);
    }
}
