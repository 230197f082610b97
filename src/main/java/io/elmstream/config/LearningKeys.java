package io.elmstream.config;

import static io.elmstream.config.ConfigurationKeys.LEARN_ENABLED;
import static io.elmstream.config.ConfigurationKeys.LEARN_EVERY;
import static io.elmstream.config.ConfigurationKeys.LEARN_EVERY_ROWS;
import static io.elmstream.config.ConfigurationKeys.LEARN_FORGETTING;
import static io.elmstream.config.ConfigurationKeys.LEARN_KEEP;
import static io.elmstream.config.ConfigurationKeys.LEARN_KEY;
import static io.elmstream.config.ConfigurationKeys.LEARN_LABEL_WINDOW;
import static io.elmstream.config.ConfigurationKeys.LEARN_MAX_WAITING;
import static io.elmstream.config.ConfigurationKeys.LEARN_NEW_CHAMPION;
import static io.elmstream.config.ConfigurationKeys.LEARN_NEW_CLASSES;
import static io.elmstream.config.ConfigurationKeys.LEARN_RIDGE;
import static io.elmstream.config.ConfigurationKeys.LEARN_THREADS;
import static io.elmstream.config.ConfigurationKeys.LEARN_WINDOW;
import static io.elmstream.config.ConfigurationKeys.QUALITY_ENABLED;
import static io.elmstream.config.ConfigurationKeys.QUALITY_FALSE_ALARMS;
import static io.elmstream.config.ConfigurationKeys.QUALITY_ON_DRIFT;
import static io.elmstream.config.ConfigurationKeys.QUALITY_WINDOW;
import static io.elmstream.config.ConfigurationKeys.key;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.elmstream.topology.learning.LearningSettings;
import io.elmstream.training.OnlinePlan;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of the quality of models, and of learning them from labels. */
final class LearningKeys {

    private LearningKeys() {}

    static void quality(ConfigDef keys) {
        key(
                keys,
                QUALITY_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether drift and quality of versions are watched, and published on the topic of quality."
                        + " docs/quality.md describes it.");
        key(
                keys,
                QUALITY_WINDOW,
                INT,
                600_000,
                AllowedValues.whole(1_000, 604_800_000),
                "Over how many milliseconds readings are summed before they are compared with those of training. A"
                        + " longer window finds smaller changes, later.");
        key(
                keys,
                QUALITY_FALSE_ALARMS,
                DOUBLE,
                1.0,
                AllowedValues.ALARMS,
                "How many drifts may be reported per day and version where there is none. Limits follow from it, from"
                        + " the number of features, and from how many readings were counted.");
        key(
                keys,
                QUALITY_ON_DRIFT,
                STRING,
                "alert",
                AllowedValues.oneOf("alert", "learn"),
                "What follows a drift of a champion: alert publishes it, learn also turns on learning for its model, as"
                        + " elmstream model learn does.");
    }

    static void learning(ConfigDef keys) {
        LearningSettings usual = LearningSettings.DEFAULT;
        key(
                keys,
                LEARN_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether this instance runs a learner: a third application, with the id learner-of- followed by the"
                        + " application id, that learns models from labelled readings and proposes versions."
                        + " elmstream model learn turns it on for a model. docs/learning.md describes it. The topic of"
                        + " labels must exist, with as many partitions as the readings.");
        key(
                keys,
                LEARN_KEY,
                STRING,
                null,
                AllowedValues.TEXT,
                "The file with the private key that the learner signs its commands with, of its own and not used by"
                        + " anyone else. Needed if governor.trusted.keys is set, which must name its public key.");
        key(
                keys,
                LEARN_EVERY_ROWS,
                INT,
                usual.everyRows(),
                AllowedValues.whole(1, 1_000_000_000),
                "After how many labelled readings of a model the learner solves for new output weights, and proposes"
                        + " them if they predict recent rows better than the champion does.");
        key(
                keys,
                LEARN_EVERY,
                INT,
                (int) usual.every().toMillis(),
                AllowedValues.whole(1_000, Integer.MAX_VALUE),
                "After how many milliseconds the learner does so if there were fewer rows, but at least one.");
        key(
                keys,
                LEARN_RIDGE,
                DOUBLE,
                null,
                AllowedValues.RIDGE,
                "The ridge parameter, which is added at each solution and never forgotten. The default is that of the"
                        + " champion.");
        key(
                keys,
                LEARN_WINDOW,
                INT,
                usual.window(),
                AllowedValues.whole(1, OnlinePlan.MOST_WINDOW),
                "How many recent rows, each predicted before it was learnt, decide which rule of forgetting serves and"
                        + " whether it is better than the champion, and calibrate probabilities.");
        key(
                keys,
                LEARN_FORGETTING,
                LIST,
                "never,0.9999,0.999,0.99,0.95",
                AllowedValues.FORGETTING,
                "How older rows count less, as in train --online --forgetting. The rules learn side by side, each at"
                        + " full cost: 8 bytes times the square of the units, and as much again while solving. Another"
                        + " list starts all models anew.");
        key(
                keys,
                LEARN_NEW_CHAMPION,
                STRING,
                "keep",
                AllowedValues.oneOf("keep", "restart"),
                "What becomes of what was learnt when another version with the same hidden layer becomes the champion:"
                        + " keep goes on with it, restart begins anew. A champion with another hidden layer or"
                        + " standardiser always begins anew.");
        key(
                keys,
                LEARN_NEW_CLASSES,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether a label that a model does not know becomes a class of it. If false, such rows are counted and"
                        + " left out: a misspelt label would be a class for ever.");
        key(
                keys,
                LEARN_KEEP,
                INT,
                usual.keep(),
                AllowedValues.whole(0, 10_000),
                "How many versions that the learner made, and that are neither champion nor challenger, are kept."
                        + " Older ones are retired.");
        key(
                keys,
                LEARN_LABEL_WINDOW,
                INT,
                (int) usual.labelWindow().toMillis(),
                AllowedValues.whole(1_000, Integer.MAX_VALUE),
                "How far apart, by event time, a reading and its label on the topic of labels may come, in"
                        + " milliseconds. The readings of this time are kept in memory and in a changelog, as far as"
                        + " learn.label.max.waiting allows.");
        key(
                keys,
                LEARN_MAX_WAITING,
                INT,
                usual.maxWaiting(),
                AllowedValues.whole(1, 10_000_000),
                "The largest number of readings, and of labels, that wait for the other in one task. Beyond it the"
                        + " oldest are given up and counted. A reading with 9 features takes about 750 bytes of"
                        + " memory.");
        key(
                keys,
                LEARN_THREADS,
                INT,
                1,
                AllowedValues.whole(1, 64),
                "The number of stream threads of the learner in this instance. Models are solved on a thread of their"
                        + " own.");
    }
}
