package io.elmstream.config;

import static io.elmstream.config.ConfigurationKeys.BATCH_LINGER;
import static io.elmstream.config.ConfigurationKeys.BATCH_MAX_SIZE;
import static io.elmstream.config.ConfigurationKeys.CACHE_BYTES;
import static io.elmstream.config.ConfigurationKeys.CACHE_ROUNDING;
import static io.elmstream.config.ConfigurationKeys.GOVERNOR_LEAD;
import static io.elmstream.config.ConfigurationKeys.INSTANCE_KEY;
import static io.elmstream.config.ConfigurationKeys.INSTANCE_KEYS;
import static io.elmstream.config.ConfigurationKeys.MAX_ARTEFACT_BYTES;
import static io.elmstream.config.ConfigurationKeys.MIN_TRIAL;
import static io.elmstream.config.ConfigurationKeys.MODELS_CACHE;
import static io.elmstream.config.ConfigurationKeys.MODELS_DEFAULT;
import static io.elmstream.config.ConfigurationKeys.MODELS_REQUIRED;
import static io.elmstream.config.ConfigurationKeys.SHADOW_PUBLISH;
import static io.elmstream.config.ConfigurationKeys.TRUSTED_KEYS;
import static io.elmstream.config.ConfigurationKeys.key;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.elmstream.batch.BatchPolicy;
import io.elmstream.governor.Governor;
import io.elmstream.model.ArtefactFormat;
import io.elmstream.topology.inference.InferenceSettings;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of models: which are used, how they change, and how readings are scored with them. */
final class ModelKeys {

    private ModelKeys() {}

    static void models(ConfigDef keys) {
        key(
                keys,
                MODELS_DEFAULT,
                STRING,
                null,
                AllowedValues.MODEL,
                "The model for readings that do not name one. If it is not set, such readings become dead"
                        + " letters.");
        key(
                keys,
                MODELS_REQUIRED,
                LIST,
                null,
                AllowedValues.MODELS,
                "Inference does not start until each of these models has a version in force; until then,"
                        + " readings accumulate in their topic. The default is the model in models.default; an"
                        + " empty list waits for none.");
        key(
                keys,
                MODELS_CACHE,
                INT,
                InferenceSettings.DEFAULT_CACHE_BYTES,
                AllowedValues.whole(0, Integer.MAX_VALUE),
                "The memory, in bytes, for versions that are no longer in force but are needed for late"
                        + " readings. A smaller cache loads them more often, which takes milliseconds each"
                        + " time. Versions in force always stay in memory and do not count.");
        key(
                keys,
                SHADOW_PUBLISH,
                BOOLEAN,
                true,
                AllowedValues.YES_OR_NO,
                "Whether the predictions of a challenger in shadow are written to their topic. If false,"
                        + " they are only compared.");
        key(
                keys,
                GOVERNOR_LEAD,
                INT,
                500,
                AllowedValues.whole(0, 600_000),
                "The delay between the acceptance of an activation and the event time at which it takes"
                        + " effect, so that all instances have loaded the version by then. It applies to every"
                        + " activation.");
        key(
                keys,
                MIN_TRIAL,
                INT,
                (int) Governor.DEFAULT_MIN_TRIAL,
                AllowedValues.whole(0, Integer.MAX_VALUE),
                "The shortest trial of a challenger before its conditions may promote it, counted from the"
                        + " time at which it takes effect. A shorter trial may miss faults that appear only"
                        + " later, and gives less time to notice falsified reports.");
        key(
                keys,
                MAX_ARTEFACT_BYTES,
                INT,
                ArtefactFormat.MAX_BYTES,
                AllowedValues.whole(1_000, ArtefactFormat.MAX_BYTES),
                "The largest model file that the governor accepts. Files over 512 KiB are sent in parts, so"
                        + " Kafka's default limit of 1 MiB per record is sufficient. Every instance reads all"
                        + " models at startup.");
        key(
                keys,
                TRUSTED_KEYS,
                LIST,
                "",
                AllowedValues.PATHS,
                "Files with public keys, as written by model keys. If any are given, the governor accepts"
                        + " only commands that are signed with one of them.");
        key(
                keys,
                INSTANCE_KEYS,
                LIST,
                "",
                AllowedValues.PATHS,
                "Files with public keys, as written by model keys. If any are given, the governor counts"
                        + " only reports that instances signed with one of them. If governor.trusted.keys is"
                        + " set and this key is not, the conditions of a challenger never take effect.");
        key(
                keys,
                INSTANCE_KEY,
                STRING,
                null,
                AllowedValues.TEXT,
                "The file with the private key that this instance signs its reports with, so that others"
                        + " cannot forge them.");
    }

    static void batches(ConfigDef keys) {
        key(
                keys,
                BATCH_MAX_SIZE,
                INT,
                256,
                AllowedValues.whole(1, BatchPolicy.LARGEST),
                "The largest number of readings in a micro-batch. Larger batches make scoring cheaper per"
                        + " reading; 1 scores each reading on its own. Each buffered reading takes 4 bytes per"
                        + " feature of memory, plus its key and headers. Requests over HTTP are never split, so a"
                        + " micro-batch of requests may be larger.");
        key(
                keys,
                BATCH_LINGER,
                INT,
                5,
                AllowedValues.whole(0, 60_000),
                "The longest time that a reading waits for its micro-batch to fill. It adds to the latency"
                        + " at low rates; 0 scores each reading immediately. Every commit also flushes the"
                        + " micro-batch, so values above commit.interval.ms have no further effect.");
    }

    static void cache(ConfigDef keys) {
        key(
                keys,
                CACHE_BYTES,
                INT,
                0,
                AllowedValues.whole(0, Integer.MAX_VALUE),
                "The memory, in bytes, in which each task and each thread that answers requests keeps the predictions"
                        + " for rows of features, to answer equal ones without scoring them; 0 for none. It is"
                        + " taken with the first reading. Pays only for large models and readings that often"
                        + " repeat.");
        key(
                keys,
                CACHE_ROUNDING,
                LIST,
                null,
                AllowedValues.STEPS,
                "The steps to whose multiples features are rounded before they are looked up or scored, so that more"
                        + " rows are equal: one number for all features, or FEATURE=STEP, more than one"
                        + " separated by commas. This changes predictions. If it is not set, features are not"
                        + " rounded, and predictions are the same as without a cache.");
    }
}
