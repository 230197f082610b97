package io.elmstream.config;

import static io.elmstream.config.ConfigurationKeys.PAGE_ACTIONS;
import static io.elmstream.config.ConfigurationKeys.PAGE_ENABLED;
import static io.elmstream.config.ConfigurationKeys.PAGE_HISTORY;
import static io.elmstream.config.ConfigurationKeys.PAGE_INTERVAL;
import static io.elmstream.config.ConfigurationKeys.PAGE_KEY;
import static io.elmstream.config.ConfigurationKeys.PAGE_LISTENERS;
import static io.elmstream.config.ConfigurationKeys.PAGE_TOKEN;
import static io.elmstream.config.ConfigurationKeys.SERVE_HOST;
import static io.elmstream.config.ConfigurationKeys.SERVE_KEYSTORE;
import static io.elmstream.config.ConfigurationKeys.SERVE_KEYSTORE_PASSWORD;
import static io.elmstream.config.ConfigurationKeys.SERVE_MAX_BYTES;
import static io.elmstream.config.ConfigurationKeys.SERVE_MAX_PER_CLIENT;
import static io.elmstream.config.ConfigurationKeys.SERVE_MAX_REQUESTS;
import static io.elmstream.config.ConfigurationKeys.SERVE_PORT;
import static io.elmstream.config.ConfigurationKeys.SERVE_THREADS;
import static io.elmstream.config.ConfigurationKeys.SERVE_TIMEOUT;
import static io.elmstream.config.ConfigurationKeys.SERVE_TOKEN;
import static io.elmstream.config.ConfigurationKeys.key;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;

/** The keys of what an instance serves over HTTP: answers to requests, and the live page. */
final class HttpKeys {

    private HttpKeys() {}

    static void serving(ConfigDef keys) {
        key(
                keys,
                SERVE_PORT,
                INT,
                0,
                AllowedValues.whole(0, 65_535),
                "The port on which this instance answers single requests in the Open Inference Protocol; 0 for"
                        + " none. Each instance on a host needs its own.");
        key(
                keys,
                SERVE_HOST,
                STRING,
                "127.0.0.1",
                AllowedValues.TEXT,
                "The address on which requests are answered. Set serve.token and serve.tls.keystore before other"
                        + " hosts can reach it.");
        key(
                keys,
                SERVE_TOKEN,
                STRING,
                null,
                AllowedValues.TEXT,
                "The token that each request must carry in the header Authorization: Bearer TOKEN, except requests"
                        + " for health. If it is not set, none is needed.");
        key(
                keys,
                SERVE_KEYSTORE,
                STRING,
                null,
                AllowedValues.TEXT,
                "A keystore (PKCS#12 or JKS) with the server's certificate and private key. If it is set, requests"
                        + " are answered over HTTPS only. It is read at startup.");
        key(
                keys,
                SERVE_KEYSTORE_PASSWORD,
                STRING,
                null,
                AllowedValues.TEXT,
                "The password of serve.tls.keystore, and of the private key in it.");
        key(
                keys,
                SERVE_THREADS,
                INT,
                1,
                AllowedValues.whole(1, 256),
                "The number of threads that answer requests. Each serves a part of the connections and scores what"
                        + " arrives on them together, so more threads use more cores, but make smaller"
                        + " micro-batches.");
        key(
                keys,
                SERVE_MAX_REQUESTS,
                INT,
                1_024,
                AllowedValues.whole(1, 1_000_000),
                "How many requests may be in progress at a time, including those that wait to be scored. Further"
                        + " ones are answered with status 503 and Retry-After.");
        key(
                keys,
                SERVE_MAX_PER_CLIENT,
                INT,
                512,
                AllowedValues.whole(1, 1_000_000),
                "How many requests of one client address may be in progress at a time. Further ones are answered"
                        + " with status 429. Behind a proxy, all clients have the proxy's address.");
        key(
                keys,
                SERVE_MAX_BYTES,
                INT,
                16 * 1024 * 1024,
                AllowedValues.whole(1_000, 1_000_000_000),
                "The largest body of a request, and the most that the probabilities of its answer, 4 bytes each, and"
                        + " its labels may take. Larger ones are answered with status 413. A request is held in memory"
                        + " as a whole, and so is an answer; all of them together take a quarter of the heap at"
                        + " most.");
        key(
                keys,
                SERVE_TIMEOUT,
                INT,
                5_000,
                AllowedValues.whole(1, 600_000),
                "How long a request may wait for a version that has to be loaded first. After that it is"
                        + " answered with status 503.");
    }

    static void page(ConfigDef keys) {
        key(
                keys,
                PAGE_ENABLED,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether this instance reports what it does on the topic activity and, unless http.port is 0, serves"
                        + " the live page beside /health. The page shows all instances that report.");
        key(
                keys,
                PAGE_INTERVAL,
                INT,
                1_000,
                AllowedValues.whole(200, 60_000),
                "How often this instance reports, and how often its page changes, in milliseconds.");
        key(
                keys,
                PAGE_HISTORY,
                INT,
                180,
                AllowedValues.whole(5, 1_440),
                "How many minutes the page looks back. The topic activity keeps reports for 6 hours by default;"
                        + " increase its retention for more.");
        key(
                keys,
                PAGE_LISTENERS,
                INT,
                32,
                AllowedValues.whole(1, 1_000),
                "How many browsers may have the page of this instance open at a time.");
        key(
                keys,
                PAGE_TOKEN,
                STRING,
                null,
                AllowedValues.TEXT,
                "The token that requests for what the page shows must carry in the header Authorization: Bearer TOKEN."
                        + " Needed if http.host is not a loopback address, and with page.actions.");
        key(
                keys,
                PAGE_ACTIONS,
                BOOLEAN,
                false,
                AllowedValues.YES_OR_NO,
                "Whether versions can be promoted, rolled back and retired on the page, by anyone with page.token. If"
                        + " false, the page shows the commands for it.");
        key(
                keys,
                PAGE_KEY,
                STRING,
                null,
                AllowedValues.TEXT,
                "The file with the private key that actions of the page are signed with, of its own and not used by"
                        + " anyone else. Needed for page.actions if governor.trusted.keys is set, which must name its"
                        + " public key.");
    }
}
