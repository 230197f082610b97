package io.elmstream.config;

import static io.elmstream.config.ConfigurationKeys.COMMIT_INTERVAL;
import static io.elmstream.config.ConfigurationKeys.COMPRESSION;
import static io.elmstream.config.ConfigurationKeys.GUARANTEE;
import static io.elmstream.config.ConfigurationKeys.HTTP_HOST;
import static io.elmstream.config.ConfigurationKeys.HTTP_PORT;
import static io.elmstream.config.ConfigurationKeys.LOG_FORMAT;
import static io.elmstream.config.ConfigurationKeys.MAX_DEAD_LETTER_BYTES;
import static io.elmstream.config.ConfigurationKeys.POLL;
import static io.elmstream.config.ConfigurationKeys.PRODUCER_LINGER;
import static io.elmstream.config.ConfigurationKeys.PROFILE;
import static io.elmstream.config.ConfigurationKeys.STATE_DIR;
import static io.elmstream.config.ConfigurationKeys.THREADS;
import static io.elmstream.config.ConfigurationKeys.key;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.elmstream.topology.inference.InferenceSettings;
import java.util.Arrays;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of how an instance runs. */
final class RunningKeys {

    /** Half of the transaction timeout of Kafka Streams, in milliseconds. */
    private static final int LONGEST_TRANSACTION = 5_000;

    private RunningKeys() {}

    static void running(ConfigDef keys) {
        key(
                keys,
                PROFILE,
                STRING,
                "throughput",
                AllowedValues.oneOf(Profile.words()),
                "The purpose, which sets the defaults of other keys; a key that is set keeps its value. low-latency"
                        + " stands for commit.interval.ms 20, batch.linger.ms 1, poll.ms 2 and producer.linger.ms 1:"
                        + " predictions come sooner, and an instance scores fewer readings a second and takes more of"
                        + " the brokers. docs/performance.md has figures.");
        key(
                keys,
                GUARANTEE,
                STRING,
                Guarantee.EXACTLY_ONCE_V2.kafkaName(),
                AllowedValues.oneOf(Arrays.stream(Guarantee.values())
                        .map(Guarantee::kafkaName)
                        .toArray(String[]::new)),
                "The processing guarantee. Exactly once takes a transaction per commit.interval.ms, and"
                        + " read_committed consumers see its records only when it commits; at least once can"
                        + " duplicate outcomes after a crash.");
        key(
                keys,
                THREADS,
                INT,
                1,
                AllowedValues.whole(0, 1_000),
                "The number of stream threads of this instance. Each keeps one core busy. If all instances"
                        + " together have more threads than the readings topic has partitions, the surplus is"
                        + " idle. With 0 the instance scores nothing: it can govern, learn and answer requests.");
        key(
                keys,
                COMMIT_INTERVAL,
                INT,
                100,
                AllowedValues.whole(1, LONGEST_TRANSACTION),
                "The time between commits, and thus the length of a transaction. Under exactly once it is"
                        + " the largest part of the latency; shorter intervals put more load on the brokers"
                        + " and make micro-batches smaller.");
        key(
                keys,
                PRODUCER_LINGER,
                INT,
                5,
                AllowedValues.whole(0, 10_000),
                "How long the producer waits to fill a batch of records. It adds to the latency; 0 sends"
                        + " more and smaller requests.");
        key(
                keys,
                POLL,
                INT,
                5,
                AllowedValues.whole(1, 10_000),
                "How long a stream thread blocks in poll, and thus the largest delay of batch.linger.ms."
                        + " Lower values use more CPU while no readings arrive.");
        key(
                keys,
                COMPRESSION,
                STRING,
                "lz4",
                AllowedValues.oneOf("none", "lz4", "zstd", "snappy", "gzip"),
                "The compression of produced records. zstd and gzip save more network bandwidth and disk"
                        + " space, but use more CPU.");
        key(
                keys,
                STATE_DIR,
                STRING,
                null,
                AllowedValues.TEXT,
                "The directory for the state of Kafka Streams. Each instance uses a numbered directory in"
                        + " it. The default is elmstream/<application.id> in XDG_STATE_HOME, or in"
                        + " ~/.local/state.");
        key(
                keys,
                MAX_DEAD_LETTER_BYTES,
                INT,
                InferenceSettings.DEFAULT_DEAD_LETTER_BYTES,
                AllowedValues.whole(16_384, 100_000_000),
                "The largest size of a dead letter, also limited by max.message.bytes of the topic. The"
                        + " value of a larger one is truncated and marked. The default fits readings of 1 MiB.");
        key(
                keys,
                LOG_FORMAT,
                STRING,
                "text",
                AllowedValues.oneOf("text", "json"),
                "How run logs to stderr: lines of text, or one JSON object a line, with key-value pairs in"
                        + " kvpList. Events about models have the keys model, version, revision and instance. With"
                        + " json nothing is written to stdout: what is printed there otherwise is logged.");
        key(
                keys,
                HTTP_HOST,
                STRING,
                "127.0.0.1",
                AllowedValues.TEXT,
                "The address on which /health and /metrics are served. They have no authentication, so make"
                        + " them accessible to other hosts only inside a trusted network.");
        key(
                keys,
                HTTP_PORT,
                INT,
                8081,
                AllowedValues.whole(0, 65_535),
                "The port of /health and /metrics; 0 turns both off. Each instance on a host needs its own.");
    }
}
