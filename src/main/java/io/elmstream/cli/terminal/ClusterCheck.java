package io.elmstream.cli.terminal;

import io.elmstream.client.KafkaClients;
import io.elmstream.config.Configuration;
import io.elmstream.diagnosis.Diagnosis;
import io.elmstream.diagnosis.Diagnosis.Side;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks once whether the servers and topics that a command needs are available, before Kafka's clients would retry for
 * a minute. Whatever is missing is reported immediately, in one line with its address. Brokers that accept the
 * connection but do not answer may only be busy: after {@link #WORD} a message says that the command is waiting for
 * them, and after {@link #PATIENCE} the check fails.
 */
public final class ClusterCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCheck.class);

    /** How long brokers that accepted the connection may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How long a command waits for them without a message. */
    private static final Duration WORD = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Configuration configuration;
    private final Duration patience;
    private final TcpCheck tcp = new TcpCheck();

    public ClusterCheck(Configuration configuration) {
        this(configuration, PATIENCE);
    }

    /** @param patience how long brokers that accepted the connection may take to answer */
    ClusterCheck(Configuration configuration, Duration patience) {
        this.configuration = configuration;
        this.patience = patience;
    }

    /**
     * Checks for a broker.
     *
     * @param topics topics that must exist
     * @throws CommandFailure if no broker answers, or a topic is missing
     */
    void brokers(List<String> topics) {
        String servers = configuration.bootstrapServers();
        String address = tcp.first(servers.split("\\s*,\\s*"), Side.KAFKA, servers);
        if (!wantsTls() && speaksTls(address).orElse(false)) {
            throw otherThan(address, "speaks TLS", "SSL, or to SASL_SSL where users log in");
        }
        Logging.withoutClients(() -> {
            try (Admin admin = new KafkaClients(clients()).admin()) {
                try {
                    answered(admin.describeCluster().clusterId(), address);
                    requireAll(topics, admin, address);
                } finally {
                    // do not wait for requests that were not answered
                    admin.close(Duration.ZERO);
                }
            } catch (KafkaException e) {
                throw failure(e, address);
            }
        });
    }

    /**
     * Checks for a broker until one is available; for instances, which may start before their cluster.
     *
     * @param patience how long to wait
     * @param told receives, once and immediately, what is missing
     * @throws CommandFailure if no broker answers in time, or if the failure cannot be fixed by waiting
     */
    public void awaitBrokers(Duration patience, Consumer<String> told) {
        long start = System.nanoTime();
        for (boolean first = true; ; first = false) {
            try {
                brokers(List.of());
                return;
            } catch (CommandFailure e) {
                if (!e.code().equals(TcpCheck.UNREACHABLE) || System.nanoTime() - start >= patience.toNanos()) {
                    throw e;
                }
                if (first) {
                    told.accept(e.getMessage() + "; waiting for it");
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /**
     * Checks for the registry.
     *
     * @throws CommandFailure if nothing accepts the connection
     */
    void registry() {
        URI url = URI.create(configuration.registryUrl());
        int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        tcp.first(new String[] {url.getHost() + ":" + port}, Side.REGISTRY, configuration.registryUrl());
    }

    private Map<String, Object> clients() {
        Map<String, Object> settings = configuration.clients();
        int millis = (int) patience.toMillis();
        settings.put("request.timeout.ms", millis);
        settings.put("default.api.timeout.ms", millis);
        return settings;
    }

    private String protocol() {
        return configuration.kafka().getOrDefault("security.protocol", "PLAINTEXT");
    }

    private boolean wantsTls() {
        return protocol().toUpperCase(Locale.ROOT).endsWith("SSL");
    }

    private static Optional<Boolean> speaksTls(String address) {
        return ListenerProbe.speaksTls(address, LOOK);
    }

    private CommandFailure otherThan(String address, String listener, String remedy) {
        return new CommandFailure(
                "TLS",
                "the listener at " + address + " " + listener + ", but kafka.security.protocol is " + protocol()
                        + ". Set it to " + remedy + ", or let bootstrap.servers name another listener",
                "kafka.security.protocol");
    }

    private void answered(KafkaFuture<?> answer, String address) {
        try {
            answer.get(awaited(answer, address), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException)) {
                throw failure(Diagnosis.cause(e), address);
            }
            throw silent(address);
        } catch (TimeoutException e) {
            throw silent(address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e, address);
        }
    }

    /** Waits for a moment without a message, and returns the milliseconds that are left. */
    private long awaited(KafkaFuture<?> answer, String address) throws ExecutionException, InterruptedException {
        Duration silently = WORD.compareTo(patience) < 0 ? WORD : patience;
        try {
            answer.get(silently.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (wantsTls() && !speaksTls(address).orElse(true)) {
                throw otherThan(address, "speaks no TLS", "PLAINTEXT, or to SASL_PLAINTEXT where users log in");
            }
            if (silently.compareTo(patience) < 0) {
                LOG.warn(
                        "{} accepts connections, but has not answered for {} s; waiting for up to {} s",
                        address,
                        silently.toSeconds(),
                        patience.toSeconds());
            }
        }
        return patience.minus(silently).toMillis();
    }

    private CommandFailure silent(String address) {
        return new CommandFailure(
                TcpCheck.UNREACHABLE,
                address + " accepts connections, but did not answer within " + Durations.text(patience)
                        + ". It is busy or still starting, or it is not a Kafka listener for clients with"
                        + " security.protocol " + protocol() + ": check bootstrap.servers and kafka.security.protocol",
                "kafka.security.protocol");
    }

    private static CommandFailure failure(Throwable cause, String address) {
        Diagnosis told = Diagnosis.of(cause, Side.KAFKA)
                .orElseGet(() -> new Diagnosis("KAFKA", "", "Kafka says: " + Diagnosis.innermost(cause)));
        return new CommandFailure(told.code(), address + ": " + told.message(), told.field());
    }

    private void requireAll(List<String> topics, Admin admin, String address) {
        List<String> missing = new ArrayList<>();
        List<String> forbidden = new ArrayList<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, description) -> {
            try {
                description.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(topic);
                } else if (e.getCause() instanceof TopicAuthorizationException) {
                    forbidden.add(topic);
                } else {
                    throw failure(Diagnosis.cause(e), address);
                }
            } catch (TimeoutException e) {
                throw silent(address);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure(e, address);
            }
        });
        if (!forbidden.isEmpty()) {
            throw failure(new TopicAuthorizationException(new TreeSet<>(forbidden)), address);
        }
        if (!missing.isEmpty()) {
            throw new CommandFailure(
                    "NO_TOPIC",
                    "the cluster at " + address + " has no "
                            + (missing.size() == 1 ? "topic " : "topics ")
                            + String.join(", ", missing.stream().sorted().toList())
                            + ". Create missing topics with: elmstream topics create --config FILE",
                    "topics");
        }
    }
}
